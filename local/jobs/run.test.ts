import { describe, expect, test } from "vitest";
import { advance, createRun, type Job, type Reply, type Run, wake } from "./run";

const NOW = 1_700_000_000_000;

function newRun(): Run {
  return createRun({
    id: "run",
    functionId: "app-fn",
    event: { id: "e", name: "go", data: {}, ts: NOW },
    createdAt: NOW,
  });
}

function jobOf(run: Run, stepId = "step"): Job {
  const job = run.jobs.get(stepId);
  if (!job) throw new Error(`No job ${stepId}`);
  return job;
}

const error: Reply = { kind: "error", error: { name: "Error", message: "no" }, retriable: true };

describe("advance", () => {
  test("asks the function again after a step, from attempt 0", () => {
    const run = newRun();
    jobOf(run).attempt = 2;
    advance(jobOf(run), { kind: "ops", ops: [{ op: "StepRun", id: "a", data: 1 }] }, 4, NOW);
    expect([...run.steps]).toEqual([["a", { type: "data", data: 1 }]]);
    expect(jobOf(run)).toMatchObject({ stepId: "step", attempt: 0 });
  });

  test("asks the function again only when the last step of a parallel group is in", () => {
    const run = newRun();
    const planned = [
      { op: "StepPlanned", id: "a" },
      { op: "Sleep", id: "b", name: "1h30m" },
    ];
    advance(jobOf(run), { kind: "ops", ops: planned }, 4, NOW);
    expect([...run.jobs.keys()]).toEqual(["a", "b"]);
    expect(jobOf(run, "b").dueAt).toBe(NOW + 5_400_000);
    expect(wake(jobOf(run, "b")).scheduled).toEqual([]);
    const { scheduled } = advance(
      jobOf(run, "a"),
      { kind: "ops", ops: [{ op: "StepFailed", id: "a", error: {} }] },
      4,
      NOW,
    );
    expect(scheduled.map((job) => job.stepId)).toEqual(["step"]);
    expect([...run.steps.keys()]).toEqual(["b", "a"]);
  });

  test("waits longer before each retry and gives up after the last", () => {
    const run = newRun();
    const waits: number[] = [];
    for (let attempt = 1; attempt < 4; attempt += 1) {
      advance(jobOf(run), error, 4, NOW);
      waits.push(jobOf(run).dueAt - NOW);
    }
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits[0]).toBeGreaterThanOrEqual(1000);
    const { failure } = advance(jobOf(run), error, 4, NOW);
    expect(failure?.message).toBe("no");
    expect(run.outcome).toBe("failed");
  });

  test("obeys Retry-After exactly", () => {
    const run = newRun();
    advance(jobOf(run), { ...error, retryAfterMs: 7000 }, 4, NOW);
    expect(jobOf(run).dueAt).toBe(NOW + 7000);
  });

  test("fails at once what must not be retried", () => {
    const run = newRun();
    advance(jobOf(run), { ...error, retriable: false }, 4, NOW);
    expect(run.outcome).toBe("failed");
  });

  test("fails a run in whose step the app has crashed five times, without touching its attempts", () => {
    const run = newRun();
    for (let crash = 1; crash < 5; crash += 1) advance(jobOf(run), { kind: "crashed", reason: "reset" }, 4, NOW);
    expect(jobOf(run)).toMatchObject({ attempt: 0, crashes: 4 });
    const { failure } = advance(jobOf(run), { kind: "crashed", reason: "reset" }, 4, NOW);
    expect(failure?.message).toMatch(/5 times.*reset/);
  });

  test("changes nothing when the app could not be reached", () => {
    const run = newRun();
    for (let time = 0; time < 100; time += 1) advance(jobOf(run), { kind: "unreachable", reason: "refused" }, 4, NOW);
    expect(jobOf(run)).toMatchObject({ attempt: 0, crashes: 0 });
  });

  test.each([
    ["a step kind", { op: "InvokeFunction", id: "a", displayName: "call it" }, /app-fn.*call it.*InvokeFunction/],
    [
      "a race of parallel steps",
      { op: "StepPlanned", id: "a", opts: { parallelMode: "race" } },
      /group.parallel in "race"/,
    ],
    ["an unreadable sleep", { op: "Sleep", id: "a", name: "a while" }, /"Sleep" \("a while"\)/],
  ])("fails a run that uses %s it does not support, and says so", (_what, op, message) => {
    const { failure } = advance(jobOf(newRun()), { kind: "ops", ops: [op] }, 4, NOW);
    expect(failure?.message).toMatch(message);
  });

  test("fails a run whose function answers with nothing, rather than asking for ever", () => {
    expect(advance(jobOf(newRun()), { kind: "ops", ops: [] }, 4, NOW).failure).toBeDefined();
  });
});
