import { expect, test } from "vitest";
import { inBatches } from "./in-batches";

const splitOn = () => true;

test("an item goes at once, and what comes while enough calls are under way goes together in the next one", async () => {
  const { double, calls } = doubler({ calls: 2, largest: 10, splitOn });
  expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
  expect(calls).toEqual([[1], [2], [3, 4]]);
});

test("no call has more items than allowed", async () => {
  const { double, calls } = doubler({ calls: 1, largest: 2, splitOn });
  expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
  expect(calls).toEqual([[1], [2, 3], [4]]);
});

test("an item that makes its batch fail fails alone", async () => {
  const { double } = doubler({ calls: 1, largest: 10, splitOn });
  const results = await Promise.allSettled([1, 2, -1, 3].map(double));
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
});

test("a failure that is nobody's fault fails all of the batch without another try, and the next item works", async () => {
  const { double, calls } = doubler({ calls: 1, largest: 10, splitOn: () => false });
  const results = await Promise.allSettled([1, 2, -1].map(double));
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(calls).toEqual([[1], [2, -1]]);
  expect(await double(5)).toBe(10);
});

function doubler(options: { calls: number; largest: number; splitOn(error: unknown): boolean }) {
  const calls: number[][] = [];
  const call = async (items: number[]) => {
    calls.push(items);
    if (items.some((item) => item < 0)) throw new Error("negative");
    return items.map((item) => 2 * item);
  };
  return { double: inBatches(call, options), calls };
}
