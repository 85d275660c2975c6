import { logger } from "@/lib/logger";

/** What a part of the page has to show, or that it could not be read: then that part says so and the rest stands. */
export type Settled<T> = { data: T } | { failed: true };

/** Begins to read now; whoever shows it waits for it. Never rejects. */
export function settle<T>(part: string, reading: Promise<T>): Promise<Settled<T>> {
  return reading.then(
    (data) => ({ data }),
    (error: unknown) => {
      logger.error({ err: error, part }, "a part of the overview could not be read");
      return { failed: true };
    },
  );
}
