import type { ReactNode } from "react";

/** A term and its value with a dotted leader between them, as on a till slip. */
export function LeaderLine({
  term,
  total = false,
  children,
}: {
  term: ReactNode;
  total?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={`flex items-baseline gap-1.5 ${total ? "mt-1 pt-1 font-semibold" : ""}`}>
      <dt className="min-w-0">{term}</dt>
      <span aria-hidden="true" className="min-w-4 flex-1 -translate-y-[3px] border-edge/55 border-b border-dotted" />
      <dd className={`font-mono whitespace-nowrap ${total ? "text-small" : "text-meta"}`}>{children}</dd>
    </div>
  );
}
