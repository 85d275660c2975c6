import { scaleLinear, scalePoint } from "d3-scale";
import { area, line } from "d3-shape";
import type { AnswerTimes } from "@/lib/overview/schema";
import type { ColumnLabel } from "./column-labels";

type Column = AnswerTimes & { label: ColumnLabel };
type Measured = Column & { index: number; medianMs: number; p95Ms: number };

const width = 352;
const plotWidth = 318;
const height = 142;
const top = 12;
const bottom = 22;
const labels = 7;

/** Median and 95th percentile of the seconds to an answer; columns without answers are left out. */
export function TimesChart({ columns }: { columns: Column[] }) {
  const measured = columns.flatMap((column, index): Measured[] =>
    column.medianMs === null || column.p95Ms === null
      ? []
      : [{ ...column, index, medianMs: column.medianMs, p95Ms: column.p95Ms }],
  );
  const x = scalePoint(
    columns.map((_, index) => index),
    [14, plotWidth - 8],
  );
  const at = (column: Measured) => x(column.index) ?? 0;
  const seconds = (ms: number) => ms / 1_000;
  const y = scaleLinear([0, Math.max(1, ...measured.map(({ p95Ms }) => seconds(p95Ms)))], [height - bottom, top]).nice(
    3,
  );
  const median = (column: Measured) => y(seconds(column.medianMs));
  const p95 = (column: Measured) => y(seconds(column.p95Ms));
  const last = measured.at(-1);
  const every = Math.ceil(columns.length / labels);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label="Seconds to answer over time: median and 95th percentile. The table has the numbers."
      className="block h-auto w-full max-w-[560px]"
    >
      {y.ticks(3).map((tick) => (
        <g key={tick}>
          <line x2={plotWidth} y1={y(tick)} y2={y(tick)} className="stroke-chart-grid" />
          <text y={y(tick) - 3} className="fill-ink-3 text-[10.5px]">
            {tick || ""}
          </text>
        </g>
      ))}
      <path d={area(at, median, p95)(measured) ?? ""} className="fill-chart-3/35" />
      <path d={line(at, p95)(measured) ?? ""} strokeDasharray="2 3" className="fill-none stroke-2 stroke-chart-2" />
      <path d={line(at, median)(measured) ?? ""} className="fill-none stroke-2 stroke-chart-1" />
      {last && <LastPoint x={at(last)} y={p95(last)} value={seconds(last.p95Ms)} color="fill-chart-2" />}
      {last && (
        <LastPoint
          x={at(last)}
          y={clear(median(last), p95(last))}
          value={seconds(last.medianMs)}
          color="fill-chart-1"
        />
      )}
      {columns.map(({ label }, index) => (
        <text
          key={label.long}
          x={x(index) ?? 0}
          y={height - 5}
          textAnchor="middle"
          className={`text-[11.5px] ${label.isNow ? "fill-ink font-semibold" : "fill-ink-3"}`}
        >
          {index % every === 0 ? shortest(label, columns.length) : ""}
        </text>
      ))}
    </svg>
  );
}

function LastPoint({ x, y, value, color }: { x: number; y: number; value: number; color: string }) {
  return (
    <>
      <circle cx={x} cy={y} r="3.5" className={`stroke-2 stroke-surface ${color}`} />
      <text x={x + 9} y={y + 4} className="fill-ink font-semibold text-[11.5px]">
        {value < 10 ? value.toFixed(1) : Math.round(value)}
      </text>
    </>
  );
}

/** Two numbers beside each other's point never overlap. */
function clear(median: number, p95: number): number {
  return median - p95 < 13 ? p95 + 13 : median;
}

/** A week's days are known by their first letters, as on a calendar. */
function shortest({ short, isNow }: ColumnLabel, columns: number): string {
  return columns <= 7 && !isNow ? short.slice(0, 3) : short;
}
