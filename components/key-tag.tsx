const looks = {
  live: "bg-accent text-on-accent before:bg-surface",
  draft: "border border-edge border-dashed text-ink-2 before:shadow-[0_0_0_1px_var(--edge)]",
  plain:
    "bg-sunken text-ink-2 shadow-[inset_0_0_0_1px_var(--line-strong)] before:bg-surface before:shadow-[0_0_0_1px_var(--line-strong)]",
} as const;

const sizes = {
  small: "h-4 gap-1 rounded-[8px_4px_4px_8px] px-[5px] text-micro before:size-[5px]",
  normal: "h-5 gap-[5px] rounded-[10px_5px_5px_10px] pr-[7px] pl-1.5 text-meta before:size-1.5",
} as const;

/** A version hangs on the rack like a key: the hole tells that this is a version, and nothing else has one. */
export function KeyTag({
  version,
  look = "plain",
  size = "small",
}: {
  version: number;
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
}) {
  return (
    <span
      className={`inline-flex shrink-0 items-center font-medium font-mono leading-none whitespace-nowrap before:rounded-full before:content-[''] ${looks[look]} ${sizes[size]}`}
    >
      <span className="sr-only">{look === "plain" ? "" : `${look} `}version </span>v{version}
    </span>
  );
}
