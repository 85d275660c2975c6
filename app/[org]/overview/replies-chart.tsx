import { scaleBand, scaleLinear } from "d3-scale";
import { formatNumber } from "@/components/format";
import type { Traffic } from "@/lib/overview/schema";
import type { ColumnLabel } from "./column-labels";

type Column = Traffic & { label: ColumnLabel };

interface Size {
  width: number;
  height: number;
  className: string;
  /** So many columns have room for their number, and so many labels for each other. */
  numbers: number;
  labels: number;
}

const sizes: Size[] = [
  { width: 640, height: 188, className: "max-sm:hidden", numbers: 16, labels: 9 },
  { width: 358, height: 174, className: "sm:hidden", numbers: 9, labels: 7 },
];
const top = 20;
const bottom = 24;

/** What went out, by who wrote it: one drawing for wide screens and one for phones, so that letters keep their size. */
export function RepliesChart({ columns }: { columns: Column[] }) {
  return sizes.map((size) => <Drawing key={size.width} columns={columns} {...size} />);
}

function Drawing({ columns, width, height, className, numbers, labels }: Size & { columns: Column[] }) {
  const x = scaleBand(
    columns.map((_, index) => index),
    [0, width],
  )
    .paddingInner(columns.length > 16 ? 0.3 : 0.55)
    .paddingOuter(0.3);
  const y = scaleLinear([0, Math.max(1, ...columns.map((column) => column.out))], [height - bottom, top]).nice(3);
  const every = Math.ceil(columns.length / labels);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label="Replies over time, by who wrote them. The table has the numbers."
      className={`block h-auto w-full ${className}`}
    >
      {y.ticks(3).map((tick) => (
        <line key={tick} x2={width} y1={y(tick)} y2={y(tick)} className="stroke-chart-grid" />
      ))}
      {columns.map((column, index) => {
        const left = x(index) ?? 0;
        const middle = left + x.bandwidth() / 2;
        return (
          <g key={column.label.long} className={column.label.isNow ? "font-semibold" : ""}>
            <Stack column={column} left={left} width={x.bandwidth()} y={y} />
            {columns.length <= numbers && column.out > 0 && (
              <text x={middle} y={y(column.out) - 6} textAnchor="middle" className="fill-ink-2 text-[11.5px]">
                {formatNumber(column.out)}
              </text>
            )}
            {index % every === 0 && (
              <text
                x={middle}
                y={height - 6}
                textAnchor="middle"
                className={`text-[11.5px] ${column.label.isNow ? "fill-ink" : "fill-ink-3"}`}
              >
                {column.label.short}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

const layers = [
  { of: "assistant", fill: "fill-chart-1" },
  { of: "fixed", fill: "fill-chart-3" },
  { of: "people", fill: "fill-chart-people" },
] as const;

/** From below: the assistant, texts written in advance, people; a hairline apart. */
function Stack({ column, left, width, y }: { column: Column; left: number; width: number; y(value: number): number }) {
  let below = 0;
  return layers.map(({ of, fill }) => {
    const value = column[of];
    if (value === 0) return null;
    const from = y(below);
    below += value;
    const height = Math.max(1, from - y(below) - 1);
    return (
      <rect
        key={of}
        x={left}
        y={y(below)}
        width={width}
        height={height}
        rx={Math.min(2, height / 2)}
        className={fill}
      />
    );
  });
}
