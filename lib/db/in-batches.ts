interface Options {
  /** So many calls may be under way: with one alone, whoever asks and whoever answers would take turns in idling. */
  calls: number;
  /** At most so many items go into one call. */
  largest: number;
  /** Whether a failure may be one item's fault. Each is then tried alone, so that it fails for itself only. */
  splitOn(error: unknown): boolean;
}

/**
 * Makes of a call for many items one for a single item: what is asked for while enough calls are under way goes together
 * in the next one. Nothing waits otherwise. `call` gives one result for each item, in order.
 */
export function inBatches<Item, Result>(
  call: (items: Item[]) => Promise<Result[]>,
  { calls, largest, splitOn }: Options,
): (item: Item) => Promise<Result> {
  let waiting: Request<Item, Result>[] = [];
  let underWay = 0;

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (underWay < calls) void work();
    });

  async function work(): Promise<void> {
    underWay += 1;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, largest);
      waiting = waiting.slice(largest);
      await settle(batch);
    }
    underWay -= 1;
  }

  async function settle(batch: Request<Item, Result>[]): Promise<void> {
    try {
      const results = await call(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (error) {
      if (batch.length > 1 && splitOn(error)) for (const request of batch) await settle([request]);
      else for (const { reject } of batch) reject(error);
    }
  }
}

interface Request<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}
