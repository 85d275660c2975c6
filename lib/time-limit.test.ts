import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { timeLimit } from "./time-limit";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

it("aborts in time, also after the memory has been cleared up", async () => {
  const other = new AbortController();
  const limit = timeLimit(500, other.signal);
  const aborted = once(limit, "abort");
  const clearing = setInterval(collectGarbage, 10);
  await aborted.finally(() => clearInterval(clearing));
  expect(limit.reason).toMatchObject({ name: "TimeoutError" });
  expect(other.signal.aborted).toBe(false);
});

it("aborts when the given signal does, with its reason", () => {
  const other = new AbortController();
  const limit = timeLimit(60_000, other.signal);
  other.abort(new Error("hung up"));
  expect(limit.reason).toMatchObject({ message: "hung up" });
});
