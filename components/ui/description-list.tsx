import type { ReactNode } from "react";

/** Facts, one a line: what it is to the left, what is so to the right; below each other on a phone. */
export function DescriptionList({ items }: { items: { term: ReactNode; detail: ReactNode }[] }) {
  return (
    <dl className="grid text-small">
      {items.map(({ term, detail }, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: facts do not move
          key={index}
          className="grid gap-x-4 border-line border-b py-2 last:border-b-0 sm:grid-cols-[minmax(120px,1fr)_2.4fr]"
        >
          <dt className="text-ink-3">{term}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{detail}</dd>
        </div>
      ))}
    </dl>
  );
}
