import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";

export interface SegmentedItem {
  href: string;
  label: ReactNode;
  current: boolean;
  count?: number;
  /** Of its place in the row: to leave it out at some widths. */
  className?: string;
}

/** A few views of one thing, one of them shown. Links: each view has an address. */
export function Segmented({ items, label }: { items: SegmentedItem[]; label: string }) {
  return (
    <nav aria-label={label} className="max-w-full overflow-x-auto [scrollbar-width:none]">
      <ul className="inline-flex gap-px rounded-[9px] border border-line bg-sunken p-0.5">
        {items.map((item) => (
          <Item
            key={item.href}
            item={item}
            className="h-[calc(var(--control-sm)-2px)] rounded-[6px] px-2.5 aria-[current]:bg-raised aria-[current]:shadow-1"
          />
        ))}
      </ul>
    </nav>
  );
}

/** The same without a frame, for the parts of a page. */
export function Tabs({ items, label }: { items: SegmentedItem[]; label: string }) {
  return (
    <nav aria-label={label} className="max-w-full overflow-x-auto [scrollbar-width:none]">
      <ul className="flex gap-0.5 p-0.5">
        {items.map((item) => (
          <Item
            key={item.href}
            item={item}
            className="h-(--control-sm) rounded-2 px-[9px] hover:bg-hover aria-[current]:bg-sunken aria-[current]:shadow-[inset_0_0_0_1px_var(--line)]"
          />
        ))}
      </ul>
    </nav>
  );
}

function Item({ item, className }: { item: SegmentedItem; className: string }) {
  return (
    <li className={item.className}>
      <Link
        href={item.href as Route}
        aria-current={item.current ? "page" : undefined}
        className={`inline-flex items-center gap-1.5 text-ink-2 text-small whitespace-nowrap hover:text-ink aria-[current]:font-medium aria-[current]:text-ink [&_svg]:size-3.5 [&_svg]:stroke-[1.75] ${className}`}
      >
        {item.label}
        {item.count !== undefined && <span className="font-normal text-ink-3">{item.count}</span>}
      </Link>
    </li>
  );
}
