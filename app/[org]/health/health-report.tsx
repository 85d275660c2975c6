import type { ViewerClock } from "@/components/create-clock";
import type { HealthResult } from "@/lib/health/read-health";
import { type Group, groups } from "@/lib/health/schema";
import type { Summary } from "@/lib/health/sum-up";
import { CheckRow } from "./check-row";
import { OpenProblem } from "./open-problem";

/** The verdict, what is wrong with the worst first, and what is well by group. */
export function HealthReport({
  summary: { sentence, need, broken, proof },
  results,
  slug,
  clock,
  mayConfigure,
}: {
  summary: Summary;
  results: HealthResult[];
  slug: string;
  clock: ViewerClock;
  mayConfigure: boolean;
}) {
  const withStatus = (wanted: HealthResult["status"]) => results.filter(({ status }) => status === wanted);
  const open = [...withStatus("broken"), ...withStatus("look")];
  return (
    <>
      <section aria-label="Verdict">
        <p className="text-[1.25rem] leading-7 tracking-[-0.012em] md:text-[1.375rem] md:leading-8">
          {sentence} {need && <b className={broken ? "text-bad-ink" : "text-brass-ink"}>{need}</b>}
        </p>
        <p className="text-body text-ink-2">{proof}</p>
      </section>
      {open.length > 0 && (
        <div className="grid gap-3.5">
          {open.map((result) => (
            <OpenProblem key={result.key} {...{ result, slug, mayConfigure }} />
          ))}
        </div>
      )}
      {(Object.keys(groups) as Group[]).map((group) => (
        <GoodChecks
          key={group}
          title={groups[group]}
          results={withStatus("good").filter((result) => result.group === group)}
          clock={clock}
        />
      ))}
    </>
  );
}

function GoodChecks({ title, results, clock }: { title: string; results: HealthResult[]; clock: ViewerClock }) {
  if (results.length === 0) return null;
  return (
    <section>
      <div className="mb-1 flex justify-between text-small">
        <h2 className="font-semibold text-ink-2">{title}</h2>
        <span className="w-[223px] text-ink-3 text-meta max-lg:hidden">last 24 hours</span>
      </div>
      <ul className="border-line border-t">
        {results.map((result) => (
          <CheckRow key={result.key} result={result} checked={`checked ${clock.time(result.checkedAt)}`} />
        ))}
      </ul>
    </section>
  );
}
