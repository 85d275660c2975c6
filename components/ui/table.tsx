import type { ReactNode } from "react";

/**
 * Rows under a head that stays in view; scrolls inside itself where it is too wide. Children are `<tr>` with `<td>`;
 * a head of "" is read as empty, `{ label, align: "right" }` stands over numbers.
 */
export function Table({
  head,
  caption,
  children,
}: {
  head: (ReactNode | { label: ReactNode; align: "right" })[];
  /** For readers, not shown. */
  caption: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard
    <section aria-label={caption} tabIndex={0} className="scroll-pane relative max-w-full">
      <table className="w-full border-collapse text-small [&_tbody_tr:hover]:bg-hover [&_td]:border-line [&_td]:border-b [&_td]:px-2 [&_td]:py-2 [&_td]:align-top [&_td:first-child]:pl-1">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {head.map((cell, index) => {
              const { label, align } = isHead(cell) ? cell : { label: cell, align: "left" };
              return (
                <th
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
                  key={index}
                  scope="col"
                  className={`sticky top-0 z-1 border-line-strong border-b bg-surface px-2 py-1.5 font-normal text-ink-3 text-meta whitespace-nowrap first:pl-1 ${align === "right" ? "text-right" : "text-left"}`}
                >
                  {label === "" ? <span className="sr-only">Actions</span> : label}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

function isHead(cell: ReactNode | { label: ReactNode; align: "right" }): cell is { label: ReactNode; align: "right" } {
  return typeof cell === "object" && cell !== null && "align" in cell;
}
