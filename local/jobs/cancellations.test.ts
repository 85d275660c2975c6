import { describe, expect, test } from "vitest";
import { Cancellations } from "./cancellations";
import { compileExpression } from "./expressions";
import { createRun, type JobEvent, type Run } from "./run";

function runOf(data: Record<string, unknown>): Run {
  return createRun({ id: JSON.stringify(data), functionId: "app-fn", event: eventOf("start", data), createdAt: 0 });
}

function eventOf(name: string, data: Record<string, unknown>): JobEvent {
  return { id: "e", name, data, ts: 0 };
}

/** Which of the runs the event cancels, under one rule. */
function cancelled(condition: string | undefined, runs: Run[], event: JobEvent): Run[] {
  const rule = { event: "stop", condition: condition === undefined ? undefined : compileExpression(condition) };
  const cancellations = new Cancellations([
    { id: "app-fn", triggers: [], maxAttempts: 1, concurrency: [], cancelOn: [rule] },
  ]);
  for (const run of runs) cancellations.add(run);
  return [...cancellations.cancelledBy(event)];
}

describe("Cancellations", () => {
  const one = runOf({ key: "a", seq: 1 });
  const two = runOf({ key: "a", seq: 2 });
  const other = runOf({ key: "b", seq: 1 });

  test.each([
    "async.data.key == event.data.key && async.data.seq > event.data.seq",
    "event.data.seq < async.data.seq && event.data.key == async.data.key",
    // No top-level equality to look up by.
    "!(async.data.key != event.data.key) && async.data.seq > event.data.seq",
    "(async.data.key == event.data.key && async.data.seq > event.data.seq) || false",
  ])("finds the runs for which this holds: %s", (condition) => {
    const event = eventOf("stop", { key: "a", seq: 2 });
    expect(cancelled(condition, [one, two, other], event)).toEqual([one]);
  });

  test("cancels every run of the function when there is no condition", () => {
    expect(cancelled(undefined, [one, two, other], eventOf("stop", {}))).toEqual([one, two, other]);
  });

  test("cancels nothing by another event, or where a field is missing", () => {
    const condition = "async.data.key == event.data.key";
    expect(cancelled(condition, [one], eventOf("start", { key: "a" }))).toEqual([]);
    expect(cancelled(condition, [one, runOf({})], eventOf("stop", {}))).toEqual([]);
  });

  test("tells a number from the same digits as text", () => {
    const condition = "async.data.key == event.data.key";
    expect(cancelled(condition, [runOf({ key: "1" })], eventOf("stop", { key: 1 }))).toEqual([]);
  });

  test("forgets a run that was removed", () => {
    const cancellations = new Cancellations([
      { id: "app-fn", triggers: [], maxAttempts: 1, concurrency: [], cancelOn: [{ event: "stop" }] },
    ]);
    cancellations.add(one);
    cancellations.remove(one);
    expect(cancellations.cancelledBy(eventOf("stop", {}))).toEqual(new Set());
  });
});
