import { expect, test } from "vitest";
import { groupCommit } from "./group-commit";

test("writes together what arrives while a write is under way, in order", async () => {
  const groups: number[][] = [];
  let finishWrite = () => {};
  const write = groupCommit(async (items: number[]) => {
    groups.push(items);
    await new Promise<void>((resolve) => {
      finishWrite = resolve;
    });
    return items.map((item) => item * 10);
  });
  const first = write(1);
  await Promise.resolve();
  const rest = Promise.all([write(2), write(3)]);
  finishWrite();
  expect(await first).toBe(10);
  finishWrite();
  expect(await rest).toEqual([20, 30]);
  expect(groups).toEqual([[1], [2, 3]]);
});

test("tells everybody in a group of its failure, and goes on with the next", async () => {
  const write = groupCommit(async (items: string[]) => {
    if (items.includes("bad")) throw new Error("not written");
    return items;
  });
  const outcomes = await Promise.allSettled([write("good"), write("bad")]);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(["rejected", "rejected"]);
  expect(await write("next")).toBe("next");
});
