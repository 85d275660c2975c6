import type { LoadResult } from "./load";

export interface Summary {
  /** Median of the rounds. */
  perSecond: number;
  /** Over the answers of all rounds, in ms. */
  p50: number;
  p99: number;
}

export function summarize(rounds: LoadResult[]): Summary {
  const latencies = rounds.flatMap((round) => round.latenciesMs);
  return {
    perSecond: median(rounds.map((round) => round.perSecond)),
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
  };
}

export function median(values: number[]): number {
  return percentile(values, 50);
}

/** The smallest of the values that at least `percent` % of them do not exceed (nearest rank). Throws on no values. */
export function percentile(values: number[], percent: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const value = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (value === undefined) throw new Error("There is no percentile of nothing.");
  return value;
}
