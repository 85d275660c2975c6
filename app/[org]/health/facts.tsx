import type { Fact } from "@/lib/health/schema";

const looks = {
  mono: "font-mono text-meta",
  wrong: "rounded-1 bg-bad-soft px-1 py-px font-mono text-bad-ink text-meta shadow-[inset_0_-2px_0_var(--bad-line)]",
} as const;

/** What a verdict rests on. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="text-small">
      {facts.map(({ term, detail, look }) => (
        <div key={term} className="grid grid-cols-[132px_minmax(0,1fr)] gap-x-3 border-line border-t py-1.5">
          <dt className="text-ink-3">{term}</dt>
          <dd className="[overflow-wrap:anywhere]">
            <span className={look && looks[look]}>{detail}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
