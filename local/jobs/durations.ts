/** Times on the wire: `step.sleep` durations, `Retry-After` values, and the delay before a retry. All in milliseconds. */

const UNIT_MS: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };

/**
 * When a `Sleep` op ends, as epoch milliseconds.
 * @param name what the SDK sends: `1w2d3h4m5s` (step.sleep; empty is zero) or an ISO date (step.sleepUntil).
 * Undefined when it is neither.
 */
export function sleepUntil(name: string, now: number): number | undefined {
  if (/^\d{4}-/.test(name)) {
    const at = Date.parse(name);
    return Number.isNaN(at) ? undefined : at;
  }
  if (!/^(\d+[wdhms])*$/.test(name)) return undefined;
  const parts = name.matchAll(/(\d+)([wdhms])/g);
  return [...parts].reduce((at, [, count, unit]) => at + Number(count) * (UNIT_MS[unit ?? ""] ?? 0), now);
}

/** Delay asked for by a `Retry-After` header: whole seconds or a date. Undefined when absent or unreadable. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (!header) return undefined;
  if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

const LONGEST_BACKOFF_MS = 30_000;

/**
 * Delay before trying again: 1, 2, 4, 8 … s up to 30 s, plus up to a quarter of jitter. Much shorter than an Inngest
 * server's (15 s to 10 min), so that somebody at a keyboard sees the outcome.
 * @param failures how many tries have failed so far, from 1.
 */
export function backoffMs(failures: number): number {
  const delay = Math.min(LONGEST_BACKOFF_MS, 1000 * 2 ** (failures - 1));
  return delay * (1 + Math.random() / 4);
}
