import type { ReactNode } from "react";

const tones = {
  accent: "bg-accent-soft text-accent-ink",
  brass: "bg-brass-soft text-brass-ink",
  ok: "bg-ok-soft text-ok-ink",
  bad: "bg-bad-soft text-bad-ink",
  plain: "bg-sunken text-ink-2",
  outline: "text-ink-2 shadow-[inset_0_0_0_1px_var(--line-strong)]",
} as const;

/** An icon and a word: the colour never speaks alone. */
export function Pill({
  tone = "plain",
  icon,
  title,
  children,
}: {
  tone?: keyof typeof tones;
  icon?: ReactNode;
  title?: string;
  children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={`inline-flex h-5 shrink-0 items-center gap-[5px] rounded-[6px] px-[7px] font-medium text-meta leading-none whitespace-nowrap [&_svg]:size-3 [&_svg]:stroke-2 ${tones[tone]}`}
    >
      {icon}
      {children}
    </span>
  );
}
