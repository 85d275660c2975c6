/**
 * Chaos mode: does, on purpose, what a distributed job server may do at any time, so that functions which rely on
 * order, on promptness or on a step running once are found out before production finds them.
 */

export interface ChaosOptions {
  /** Share of calls whose reply is thrown away and which are made again, as after a crash of the server. Default 0.1. */
  repeat?: number;
  /** Share of wake-ups that come late. Default 0.3. */
  delay?: number;
  /** How late at most, in milliseconds. Default 300. */
  longestDelayMs?: number;
}

export interface Chaos {
  /** Takes the next of a non-empty list: the first, or any one in chaos mode. */
  take<T>(list: T[]): T;
  /** Milliseconds to add to a wait. */
  extraDelayMs(): number;
  /** Whether to lose the reply that has just come. */
  losesReply(): boolean;
}

/** Calm and first-in-first-out for `false` or nothing; `true` is chaos with the defaults. */
export function createChaos(options: boolean | ChaosOptions | undefined): Chaos {
  if (!options) return { take: (list) => list.shift() as never, extraDelayMs: () => 0, losesReply: () => false };
  const { repeat = 0.1, delay = 0.3, longestDelayMs = 300 } = options === true ? {} : options;
  return {
    take: (list) => list.splice(Math.floor(Math.random() * list.length), 1)[0] as never,
    extraDelayMs: () => (Math.random() < delay ? Math.random() * longestDelayMs : 0),
    losesReply: () => Math.random() < repeat,
  };
}
