import { LinkButton } from "@/components/ui/link-button";
import { StatusMark } from "@/components/ui/status-mark";
import type { HealthResult } from "@/lib/health/read-health";
import { Facts } from "./facts";
import { repairHref } from "./repair-href";
import { SampleBars } from "./sample-bars";

const tones = {
  broken: { line: "border-bad-line", head: "bg-bad-soft" },
  look: { line: "border-brass-line", head: "bg-brass-soft" },
} as const;

/** What is wrong, unfolded: what happened and on what it rests, what to do and where. */
export function OpenProblem({
  result,
  slug,
  mayConfigure,
}: {
  result: HealthResult;
  slug: string;
  mayConfigure: boolean;
}) {
  const { key, status, title, situation, sentence, whatHappened, whatToDo, facts, codes, repair, samples } = result;
  const { line, head } = tones[status === "broken" ? "broken" : "look"];
  return (
    <article
      aria-labelledby={`check-${key}`}
      className={`overflow-hidden rounded-3 border bg-raised max-md:-mx-1.5 ${line}`}
    >
      <header className={`flex flex-wrap items-start gap-x-3.5 gap-y-2.5 px-4 py-3 ${head}`}>
        <span className="mt-px">
          <StatusMark status={status} />
        </span>
        <div className="min-w-0 flex-1 basis-56">
          <h2 id={`check-${key}`} className="font-semibold text-read">
            {sentence}
          </h2>
          <p className="text-ink-2 text-small">{situation ? `${situation} · ${title}` : title}</p>
        </div>
        <SampleBars samples={samples} className="max-md:w-full md:mt-2.5" />
      </header>
      <div
        className={`grid gap-x-8 gap-y-4 border-t px-4 pt-3.5 pb-4 text-small md:pr-5 md:pl-[50px] lg:grid-cols-2 ${line}`}
      >
        <section className="grid content-start gap-2.5">
          <h3 className="-mb-1.5 font-semibold">What happened</h3>
          <p className="text-ink-2 [overflow-wrap:anywhere]">{whatHappened}</p>
          {whatToDo.length > 0 && <Facts facts={facts} />}
        </section>
        {whatToDo.length > 0 ? (
          <section className="grid content-start gap-3">
            <h3 className="-mb-2 font-semibold">What to do</h3>
            <ol className="grid list-decimal gap-1 pl-[18px] text-ink-2">
              {whatToDo.map((step) => (
                <li key={step} className="[overflow-wrap:anywhere]">
                  {step}
                </li>
              ))}
            </ol>
            {repair && (
              <p>
                {mayConfigure || repair.page === "conversations" ? (
                  <LinkButton look={status === "broken" ? "primary" : "secondary"} href={repairHref(slug, repair.page)}>
                    {repair.label}
                  </LinkButton>
                ) : (
                  <span className="text-ink-3">An owner or admin can do this.</span>
                )}
              </p>
            )}
          </section>
        ) : (
          <Facts facts={facts} />
        )}
      </div>
      {codes.length > 0 && <Codes codes={codes} slug={slug} line={line} />}
    </article>
  );
}

function Codes({ codes, slug, line }: { codes: HealthResult["codes"]; slug: string; line: string }) {
  return (
    <ul
      aria-label="By Twilio's code"
      className={`border-t px-4 py-1 text-small md:pl-[50px] ${line} [&>li+li]:border-line [&>li+li]:border-t`}
    >
      {codes.map(({ code, count, sentence, owner }) => (
        <li key={code} className="flex min-h-11 flex-wrap items-center gap-x-3.5 gap-y-1 py-2">
          <b className="min-w-4">{count}</b>
          <span className="w-12 font-mono text-ink-3 text-meta">{code || "none"}</span>
          <span className="min-w-0 flex-1 basis-60">{sentence}</span>
          <LinkButton
            look={owner ? "secondary" : "ghost"}
            size="small"
            href={repairHref(slug, "conversations", { failed: true })}
          >
            Show them
          </LinkButton>
        </li>
      ))}
    </ul>
  );
}
