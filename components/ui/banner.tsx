import { Hand, Info, OctagonX } from "lucide-react";
import type { ReactNode } from "react";

const tones = {
  accent: { box: "bg-accent-soft shadow-[inset_0_0_0_1px_var(--accent-line)]", icon: "text-accent-ink", Icon: Info },
  brass: { box: "bg-brass-soft shadow-[inset_0_0_0_1px_var(--brass-line)]", icon: "text-brass-ink", Icon: Hand },
  bad: { box: "bg-bad-soft shadow-[inset_0_0_0_1px_var(--bad-line)]", icon: "text-bad-ink", Icon: OctagonX },
} as const;

/** What happened, in bold; what it means and what to do; one action. One at a time in a view. */
export function Banner({
  tone,
  title,
  action,
  alert = false,
  children,
}: {
  tone: keyof typeof tones;
  title?: ReactNode;
  action?: ReactNode;
  /** Read out at once: for the answer to what somebody just did. */
  alert?: boolean;
  children?: ReactNode;
}) {
  const { box, icon, Icon } = tones[tone];
  return (
    <div
      role={alert ? "alert" : undefined}
      className={`flex flex-wrap items-start gap-x-2.5 gap-y-2 rounded-3 px-3 py-2.5 text-small ${box}`}
    >
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 stroke-[1.75] ${icon}`} />
      <div className="min-w-48 flex-1 [overflow-wrap:anywhere]">
        {title && <b>{title}</b>} {children}
      </div>
      {action}
    </div>
  );
}
