import { CopyButton } from "@/components/ui/copy-button";
import type { ReferenceEntry } from "@/lib/openapi/read-reference";
import { FieldTable } from "./field-table";
import { Method } from "./method";
import { Said } from "./said";

/** One method of one path: what it does, what it takes, what it answers, and a call to paste. */
export function ReferenceArticle({ entry }: { entry: ReferenceEntry }) {
  const { id, method, path, summary, description, parameters, body, answer, errors, curl } = entry;
  return (
    <article aria-labelledby={id} className="grid gap-3 border-line border-t py-6">
      <div>
        <h3 id={id} className="scroll-mt-4 font-semibold text-read">
          {summary}
        </h3>
        <p className="mt-1 flex flex-wrap items-center gap-2 font-mono text-small [overflow-wrap:anywhere]">
          <Method>{method}</Method>
          <span className="min-w-0">{path}</span>
        </p>
      </div>
      {description && (
        <p className="max-w-[68ch] text-ink-2 text-small">
          <Said text={description} />
        </p>
      )}
      <FieldTable caption="Parameters" fields={parameters} />
      <FieldTable caption="Body" fields={body} />
      <figure className="relative rounded-3 border border-line bg-sunken">
        <figcaption className="sr-only">Example call of {summary}</figcaption>
        <pre className="whitespace-pre-wrap px-3 py-3 font-mono text-ink-2 text-meta leading-5 [overflow-wrap:anywhere] max-md:pt-12 md:pr-24">
          {curl}
        </pre>
        <CopyButton text={curl} className="absolute top-2 right-2" />
      </figure>
      <details className="text-small">
        <summary className="w-fit text-accent-ink">
          Answers: {answer.status} and {errors.length} others
        </summary>
        <dl className="mt-2 grid gap-1.5">
          {[answer, ...errors].map(({ status, description: said }) => (
            <div key={status} className="grid grid-cols-[44px_minmax(0,1fr)] gap-2">
              <dt className="font-mono text-meta leading-5">{status}</dt>
              <dd className="text-ink-2">
                <Said text={said} />
              </dd>
            </div>
          ))}
        </dl>
        <div className="mt-3">
          <FieldTable caption={`The answer ${answer.status}`} fields={answer.fields} answers />
        </div>
      </details>
    </article>
  );
}
