import type { ReactNode } from "react";

/** A list ruled by hairlines; each child is a `RuledRow`. */
export function Ruled({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className="border-line border-y [&>li+li]:border-line [&>li+li]:border-t">
      {children}
    </ul>
  );
}

/** What it is to the left, its actions to the right. */
export function RuledRow({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  return (
    <li className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 py-2.5">
      <div className="min-w-0 flex-1 basis-52">{children}</div>
      {actions && <div className="flex shrink-0 flex-wrap items-center gap-1.5">{actions}</div>}
    </li>
  );
}
