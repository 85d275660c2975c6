import type { Period } from "./resolve-period";

/** `$2` to `$6` of a statement that reads a period and the one before it. */
export function periodParameters({ from, to, previous, starts }: Period): unknown[] {
  return [from, to, previous.from, previous.to, starts];
}

/** Whether an instant is in the period or in the one before it. */
export function inEither(column: string): string {
  return `((${column} >= $2::timestamptz AND ${column} < $3::timestamptz) OR (${column} >= $4::timestamptz AND ${column} < $5::timestamptz))`;
}

/** The number of its column, from 1; 0 for what was before the period. */
export function bucketOf(column: string): string {
  return `CASE WHEN ${column} < $2::timestamptz THEN 0 ELSE width_bucket(${column}, $6::timestamptz[]) END`;
}
