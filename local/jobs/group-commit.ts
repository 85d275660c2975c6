/** Group commit: what arrives while one write is under way is written together next, so that load does not add queries. */

const LARGEST_GROUP = 500;

/**
 * Wraps a bulk write so that it can be called one item at a time.
 * @param commit writes a group in order and returns one result an item. At most one runs at a time. If it rejects,
 * every item of the group is rejected with that error.
 * @returns resolves with the item's result once its group is written.
 */
export function groupCommit<Item, Result>(
  commit: (items: Item[]) => Promise<Result[]>,
): (item: Item) => Promise<Result> {
  interface Waiting {
    item: Item;
    resolve: (result: Result) => void;
    reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let committing = false;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.slice(0, LARGEST_GROUP);
      waiting = waiting.slice(LARGEST_GROUP);
      try {
        const results = await commit(group.map((entry) => entry.item));
        group.forEach((entry, index) => {
          entry.resolve(results[index] as Result);
        });
      } catch (error) {
        for (const entry of group) entry.reject(error);
      }
    }
    committing = false;
  }

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (committing) return;
      committing = true;
      // A microtask later, so that what the same tick produces goes together from the start.
      queueMicrotask(drain);
    });
}
