import { formatDuration, formatNumber } from "@/components/format";
import type { Span } from "@/lib/conversations/receipt-schema";

/** Bars of a hundred units, drawn as SVG: their places are attributes, which need no style of their own. */
const width = 100;
const thinnest = 2;

const fills: Record<Exclude<Span["kind"], "wait" | "delivered" | "read">, string> = {
  model: "fill-chart-1",
  tool: "fill-chart-2",
  twilio: "fill-ink-3",
};

/** Where the time went: each stretch a bar on one scale, the chosen wait hatched, what is on the phone in outline. */
export function Waterfall({ timeline }: { timeline: Span[] }) {
  // Somebody may read hours later: that says nothing about the answer, and would leave nothing of the other bars.
  const measured = timeline.filter((span) => span.kind !== "read");
  const total = Math.max(1, ...measured.map((span) => span.startMs + span.ms));
  return (
    <ul className="grid gap-0.5 text-meta">
      {timeline.map((span) => (
        <li
          key={`${span.label} ${span.startMs}`}
          className="grid grid-cols-[96px_minmax(0,1fr)_66px] items-center gap-2 leading-5"
        >
          <span className="truncate">{span.label}</span>
          <svg
            viewBox={`0 0 ${width} 9`}
            preserveAspectRatio="none"
            aria-hidden="true"
            className="h-[9px] w-full rounded-[2px] bg-sunken"
          >
            <Bar span={span} total={total} />
          </svg>
          <span className="text-right font-mono text-ink-2 whitespace-nowrap">
            {span.ms < 10_000 ? `${formatNumber(Math.round(span.ms))} ms` : formatDuration(span.ms)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Bar({ span: { kind, startMs, ms }, total }: { span: Span; total: number }) {
  const x = Math.min(width - thinnest, (startMs / total) * width);
  const length = Math.min(width - x, Math.max(thinnest, (ms / total) * width));
  if (kind === "wait") return <Hatched x={x} length={length} />;
  if (kind === "delivered" || kind === "read") {
    return (
      <rect
        x={x}
        y="0.75"
        width={Math.max(1, length)}
        height="7.5"
        vectorEffect="non-scaling-stroke"
        className="fill-surface stroke-[1.5] stroke-ok"
      />
    );
  }
  return <rect x={x} y="0" width={length} height="9" className={fills[kind]} />;
}

/** Lines instead of a pattern, which would need an id of its own on each page. */
function Hatched({ x, length }: { x: number; length: number }) {
  const lines: string[] = [];
  for (let at = x; at < x + length; at += 2.2)
    lines.push(`M${at.toFixed(2)} 9L${Math.min(at + 2.2, x + length).toFixed(2)} 0`);
  return (
    <>
      <rect x={x} y="0" width={length} height="9" className="fill-raised" />
      <path d={lines.join("")} vectorEffect="non-scaling-stroke" className="fill-none stroke-line-strong" />
      <rect
        x={x}
        y="0.5"
        width={length}
        height="8"
        vectorEffect="non-scaling-stroke"
        className="fill-none stroke-line-strong"
      />
    </>
  );
}
