/** A run in memory, and how a reply of the app moves it on. Nothing here waits, writes or calls. */
import { backoffMs, sleepUntil } from "./durations";

export interface JobEvent {
  id: string;
  name: string;
  data: Record<string, unknown>;
  /** Epoch milliseconds. */
  ts: number;
  [extra: string]: unknown;
}

export interface JobError {
  name: string;
  message: string;
  [extra: string]: unknown;
}

/** A finished step's result, as the SDK takes it back. */
export type Memo = { type: "data"; data: unknown } | { type: "error"; error: unknown };

export type Outcome = "completed" | "failed" | "cancelled";

export interface Run {
  readonly id: string;
  readonly functionId: string;
  readonly event: JobEvent;
  readonly createdAt: number;
  /** Finished steps in the order of completion, which the SDK replays. */
  readonly steps: Map<string, Memo>;
  /** What is left to do, by step id: one discovery call, or the steps of a parallel group. Empty once finished. */
  readonly jobs: Map<string, Job>;
  outcome: Outcome | null;
}

export interface Job {
  readonly run: Run;
  /** `step` asks the function for whatever comes next; else the hashed id of the one step to run or to sleep through. */
  readonly stepId: string;
  readonly kind: "call" | "sleep";
  /** From 0; what the function sees. */
  attempt: number;
  /** Times the app died in this call. Not attempts: the SDK compares those with the maximum by equality. */
  crashes: number;
  /** Epoch milliseconds; 0 is at once. */
  dueAt: number;
  state: "queued" | "running" | "sleeping";
}

/** One instruction in a reply (`StepRun`, `Sleep`, …); the fields depend on `op`. */
export interface Op {
  op: string;
  id: string;
  name?: string;
  displayName?: string;
  data?: unknown;
  error?: unknown;
  opts?: Record<string, unknown>;
}

export type Reply =
  | { kind: "result" }
  | { kind: "ops"; ops: Op[]; retryAfterMs?: number }
  | { kind: "error"; error: JobError; retriable: boolean; retryAfterMs?: number }
  /** The app was not there: nothing ran. */
  | { kind: "unreachable"; reason: string }
  /** The app took the call and did not answer it, or something that is not the app answered. */
  | { kind: "crashed"; reason: string };

/** What a reply changed: ids of steps that finished, jobs to schedule, and why the run failed, if it did. */
export interface Advance {
  settled: string[];
  scheduled: Job[];
  failure?: JobError;
}

export const DISCOVERY = "step";
/** After this many crashes in one step, the step is taken to be what kills the app. */
export const MOST_CRASHES = 5;

export function createRun(fields: Pick<Run, "id" | "functionId" | "event" | "createdAt">): Run {
  const run: Run = { ...fields, steps: new Map(), jobs: new Map(), outcome: null };
  addJob(run, { stepId: DISCOVERY, kind: "call" });
  return run;
}

export function addJob(run: Run, job: Pick<Job, "stepId" | "kind"> & Partial<Job>): Job {
  const added: Job = { attempt: 0, crashes: 0, dueAt: 0, state: "queued", ...job, run };
  run.jobs.set(added.stepId, added);
  return added;
}

/** Applies the app's reply to a job of an unfinished run. */
export function advance(job: Job, reply: Reply, maxAttempts: number, now: number): Advance {
  switch (reply.kind) {
    case "result":
      job.run.outcome = "completed";
      return { settled: [], scheduled: [] };
    case "ops":
      return applyOps(job, reply.ops, () => retry(job, maxAttempts, reply.retryAfterMs, now), now);
    case "error":
      if (reply.retriable && retry(job, maxAttempts, reply.retryAfterMs, now)) return { settled: [], scheduled: [job] };
      return fail(job.run, reply.error);
    case "unreachable":
      return { settled: [], scheduled: [job] };
    case "crashed":
      job.crashes += 1;
      if (job.crashes >= MOST_CRASHES) return fail(job.run, crashError(reply.reason));
      job.dueAt = now + backoffMs(job.crashes);
      return { settled: [], scheduled: [job] };
  }
}

/** Ends a sleep whose time has come. */
export function wake(job: Job): Advance {
  return settle(job, [[job.stepId, { type: "data", data: null }]], []);
}

function applyOps(job: Job, ops: Op[], retryStep: () => boolean, now: number): Advance {
  const memos: [string, Memo][] = [];
  const planned: (Pick<Job, "stepId" | "kind"> & Partial<Job>)[] = [];
  for (const op of ops) {
    if (op.op === "StepRun") memos.push([op.id, { type: "data", data: op.data ?? null }]);
    else if (op.op === "StepFailed") memos.push([op.id, { type: "error", error: op.error }]);
    else if (op.op === "StepError") {
      if (retryStep()) return { settled: [], scheduled: [job] };
      memos.push([op.id, { type: "error", error: op.error }]);
    } else if (op.op === "StepPlanned" && !op.opts?.parallelMode) planned.push({ stepId: op.id, kind: "call" });
    else {
      const dueAt = op.op === "Sleep" ? sleepUntil(op.name ?? "", now) : undefined;
      if (dueAt === undefined) return fail(job.run, unsupportedError(job.run, op));
      planned.push({ stepId: op.id, kind: "sleep", dueAt });
    }
  }
  if (memos.length + planned.length === 0) return fail(job.run, emptyReplyError(job.run));
  return settle(job, memos, planned);
}

function settle(job: Job, memos: [string, Memo][], planned: (Pick<Job, "stepId" | "kind"> & Partial<Job>)[]): Advance {
  const { run } = job;
  for (const [id, memo] of memos) run.steps.set(id, memo);
  run.jobs.delete(job.stepId);
  const scheduled = planned.map((fields) => addJob(run, fields));
  // The function goes on once all steps of a parallel group are in: one call, not one a step.
  if (run.jobs.size === 0) scheduled.push(addJob(run, { stepId: DISCOVERY, kind: "call" }));
  return { settled: memos.map(([id]) => id), scheduled };
}

function retry(job: Job, maxAttempts: number, retryAfterMs: number | undefined, now: number): boolean {
  if (job.attempt + 1 >= maxAttempts) return false;
  job.attempt += 1;
  job.dueAt = now + (retryAfterMs ?? backoffMs(job.attempt));
  return true;
}

function fail(run: Run, failure: JobError): Advance {
  run.outcome = "failed";
  return { settled: [], scheduled: [], failure };
}

function crashError(reason: string): JobError {
  return {
    name: "Error",
    message: `The app stopped answering ${MOST_CRASHES} times while it ran this step, last: ${reason}`,
  };
}

function unsupportedError(run: Run, op: Op): JobError {
  const mode = op.opts?.parallelMode;
  const what = mode ? `group.parallel in "${mode}" mode` : `the step kind "${op.op}" ("${op.name}")`;
  return {
    name: "NonRetriableError",
    message: `Function "${run.functionId}", step "${op.displayName ?? op.id}": the embedded job executor does not support ${what}. Use step.run, step.sleep or step.sendEvent, or run a real Inngest server (INNGEST_BASE_URL).`,
  };
}

function emptyReplyError(run: Run): JobError {
  return { name: "Error", message: `Function "${run.functionId}" answered with an empty list of steps` };
}
