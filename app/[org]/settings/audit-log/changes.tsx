import type { AuditEntryView } from "@/lib/audit/list-audit";
import { fieldWords, valueWords } from "./audit-words";

const longest = 90;

/** Field by field, what was struck out and what came in its place. */
export function Changes({ before, after }: Pick<AuditEntryView, "before" | "after">) {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (field) => isSaid(before?.[field]) || isSaid(after?.[field]),
  );
  return (
    <dl className="grid gap-y-1">
      {fields.map((field) => (
        <div key={field} className="grid gap-x-2 sm:grid-cols-[minmax(84px,auto)_minmax(0,1fr)] sm:justify-start">
          <dt className="text-ink-3 text-meta">{fieldWords(field)}</dt>
          <dd className="flex min-w-0 flex-wrap items-baseline gap-x-1.5 gap-y-0.5 font-mono text-meta">
            {isSaid(before?.[field]) && <Value of="before" value={before?.[field]} />}
            {(isSaid(after?.[field]) || isSaid(before?.[field])) && after && field in after && (
              <Value of="after" value={after[field]} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What was or is nothing needs no line of its own. */
function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

function Value({ of, value }: { of: "before" | "after"; value: unknown }) {
  const text = valueWords(value);
  const Mark = of === "before" ? "del" : "ins";
  const look =
    of === "before" ? "bg-bad-soft text-bad-ink line-through" : "bg-ok-soft text-ok-ink underline underline-offset-2";
  const shape = `rounded-1 px-1 whitespace-pre-wrap [overflow-wrap:anywhere] ${look}`;
  if (text.length <= longest) return <Mark className={shape}>{text}</Mark>;
  return (
    <details className="min-w-0">
      <summary className="cursor-pointer">
        <Mark className={shape}>{text.slice(0, longest)}…</Mark>
      </summary>
      <Mark className={`${shape} mt-1 block`}>{text}</Mark>
    </details>
  );
}
