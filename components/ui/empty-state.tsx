import type { ReactNode } from "react";

/** Nothing here yet: one sentence on why, one action that changes it. */
export function EmptyState({
  title,
  icon,
  action,
  children,
}: {
  title: ReactNode;
  icon?: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-1.5 rounded-3 border border-line-strong border-dashed px-6 py-7 text-center">
      {icon && <span className="mb-1 text-brass-mark [&_svg]:size-5">{icon}</span>}
      <p className="font-semibold text-read">{title}</p>
      {children && <div className="text-ink-2 text-small">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
