import { Check, Minus, X } from "lucide-react";

const marks = {
  good: {
    label: "Good",
    shape: "rounded-full bg-ok-soft text-ok-ink shadow-[inset_0_0_0_1.5px_var(--ok)]",
    Icon: Check,
  },
  look: {
    label: "Needs a look",
    shape: "rotate-45 scale-[0.8] rounded-1 bg-brass text-on-brass [&_svg]:-rotate-45",
    Icon: Minus,
  },
  broken: { label: "Broken", shape: "rounded-1 bg-bad text-on-bad", Icon: X },
  waiting: { label: "Not checked yet", shape: "rounded-full border border-edge border-dashed text-ink-3", Icon: null },
} as const;

export type Status = keyof typeof marks;

/** Round is good, a diamond wants a look, a square is broken, an empty ring waits; each says so to a reader. */
export function StatusMark({ status, label }: { status: Status; label?: string }) {
  const { label: usual, shape, Icon } = marks[status];
  return (
    <span className={`inline-grid size-5 shrink-0 place-items-center ${shape}`}>
      {Icon && <Icon aria-hidden="true" className="size-3 stroke-3" />}
      <span className="sr-only">{label ?? usual}</span>
    </span>
  );
}
