/** The life of runs: an event starts and cancels them, replies move them on, and every change is recorded first. */
import { createHash } from "node:crypto";
import type { AppClient } from "./app-client";
import { Cancellations } from "./cancellations";
import type { Chaos } from "./chaos";
import { evaluate, matches } from "./expressions";
import { FAILED_EVENT, type JobFunction, type Trigger } from "./function-config";
import { type Advance, advance, createRun, type Job, type JobEvent, type Run, wake } from "./run";
import { Scheduler, type Slot } from "./scheduler";
import type { Change, Store } from "./store";

export interface EngineOptions {
  store: Store;
  client: AppClient;
  chaos: Chaos;
  log(line: string): void;
  /** A call found no app, or something else in its place. */
  onLost(reason: string): void;
  /** Accept and store events, run nothing. */
  hold: boolean;
  /** Calls under way at the same time, over all functions. */
  inFlight: number;
}

export interface RunCounts {
  queued: number;
  running: number;
  sleeping: number;
}

export class Engine {
  readonly #options: EngineOptions;
  readonly #scheduler: Scheduler;
  #functions = new Map<string, JobFunction>();
  #synced = false;
  #cancellations = new Cancellations([]);
  readonly #runs = new Map<string, Run>();
  /** Events accepted before the first sync. */
  #unrouted: JobEvent[] = [];
  /** Jobs whose function the app does not have (now). */
  #orphans: Job[] = [];
  #idleWaiters: (() => void)[] = [];
  #accepting = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#scheduler = new Scheduler({
      inFlight: options.inFlight,
      chaos: options.chaos,
      slotsOf: (job) => this.#slotsOf(job),
      call: (job) => this.#call(job),
      wake: (job) => void this.#apply(job, wake(job)),
    });
  }

  get functions(): ReadonlyMap<string, JobFunction> {
    return this.#functions;
  }

  /** Takes up everything that was unfinished when the last executor stopped. It continues at the first sync. */
  async load(): Promise<void> {
    const { runs, unrouted } = await this.#options.store.load();
    this.#unrouted = unrouted;
    for (const run of runs) {
      this.#runs.set(run.id, run);
      this.#orphans.push(...run.jobs.values());
    }
  }

  /** Makes events durable, then starts and cancels runs by them. Resolves once durable; known ids change nothing. */
  async accept(events: JobEvent[]): Promise<void> {
    this.#accepting += 1;
    try {
      const isNew = await this.#options.store.insertEvents(events);
      this.#route(events.filter((_, index) => isNew[index]));
    } finally {
      this.#accepting -= 1;
      this.#announceIdle();
    }
  }

  /** Replaces the functions after a sync, and goes on with what waited for them. */
  setFunctions(functions: Map<string, JobFunction>): void {
    this.#functions = functions;
    this.#synced = true;
    this.#cancellations = new Cancellations(functions.values());
    for (const run of this.#runs.values()) this.#cancellations.add(run);
    const orphans = this.#orphans;
    this.#orphans = [];
    for (const job of orphans) this.#schedule(job);
    const unrouted = this.#unrouted;
    this.#unrouted = [];
    this.#route(unrouted);
  }

  resume(): void {
    this.#scheduler.resume();
  }

  pause(): void {
    this.#scheduler.pause();
  }

  /** Unfinished runs by what they do now; a run that waits for a retry counts as sleeping. */
  counts(): RunCounts {
    const counts: RunCounts = { queued: 0, running: 0, sleeping: 0 };
    for (const run of this.#runs.values()) {
      const states = [...run.jobs.values()].map((job) => job.state);
      counts[(["running", "queued"] as const).find((state) => states.includes(state)) ?? "sleeping"] += 1;
    }
    return counts;
  }

  /** Resolves true when no run is unfinished and no event unrouted, or false when the signal aborts before that. */
  async untilIdle(signal: AbortSignal): Promise<boolean> {
    while (!this.#isIdle()) {
      if (signal.aborted) return false;
      await new Promise<void>((resolve) => {
        this.#idleWaiters.push(resolve);
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    return true;
  }

  /** Makes no more calls and waits for those under way, at most this long. */
  close(graceMs: number): Promise<void> {
    return this.#scheduler.close(graceMs);
  }

  #route(events: JobEvent[]): void {
    if (events.length === 0 || this.#options.hold) return;
    if (!this.#synced) {
      this.#unrouted.push(...events);
      return;
    }
    for (const event of events) {
      const cancelled = [...this.#cancellations.cancelledBy(event)];
      for (const run of cancelled) run.outcome = "cancelled";
      const started = this.#start(event);
      for (const run of cancelled) this.#retire(run);
      // Not awaited: run ids follow from the event's, so a crash before this is written routes the event to the same runs.
      const recorded = this.#record({ runs: [...cancelled, ...started], routed: [event.id] });
      void recorded.then(() => this.#forget(cancelled));
      for (const run of started) for (const job of run.jobs.values()) this.#schedule(job);
    }
  }

  #start(event: JobEvent): Run[] {
    const started: Run[] = [];
    for (const fn of this.#functions.values()) {
      if (!fn.triggers.some((trigger) => triggers(trigger, event))) continue;
      const run = createRun({ id: runId(event, fn), functionId: fn.id, event, createdAt: Date.now() });
      this.#runs.set(run.id, run);
      this.#cancellations.add(run);
      started.push(run);
    }
    return started;
  }

  #schedule(job: Job): void {
    if (job.run.outcome) return;
    if (this.#functions.has(job.run.functionId)) this.#scheduler.add(job);
    else this.#orphans.push(job);
  }

  #slotsOf({ run }: Job): Slot[] {
    const limits = this.#functions.get(run.functionId)?.concurrency ?? [];
    return limits.map(({ limit, key }, index) => {
      const value = key ? (JSON.stringify(evaluate(key, { event: run.event })) ?? "") : "";
      return { key: `${run.functionId} ${index} ${value}`, limit };
    });
  }

  async #call(job: Job): Promise<void> {
    const { client, chaos, onLost } = this.#options;
    if (job.run.outcome) return;
    const fn = this.#functions.get(job.run.functionId);
    if (!fn) {
      this.#orphans.push(job);
      return;
    }
    const reply = await client.call(job, fn.maxAttempts);
    if (job.run.outcome) return;
    if (reply.kind === "unreachable" || reply.kind === "crashed") onLost(reply.reason);
    else if (chaos.losesReply()) {
      this.#schedule(job);
      return;
    }
    await this.#apply(job, advance(job, reply, fn.maxAttempts, Date.now()));
  }

  async #apply(job: Job, { settled, scheduled, failure }: Advance): Promise<void> {
    const { run } = job;
    const events = failure ? [failedEvent(run, failure)] : [];
    const error = failure && { run, error: failure };
    if (run.outcome) this.#retire(run);
    await this.#record({ runs: [run], steps: settled.map((id) => ({ run, id })), error, events });
    if (failure) this.#options.log(`Run ${run.id} of ${run.functionId} failed: ${failure.name}`);
    for (const next of scheduled) this.#schedule(next);
    this.#route(events);
    if (run.outcome) this.#forget([run]);
  }

  async #record(change: Change): Promise<void> {
    try {
      await this.#options.store.record(change);
    } catch (error) {
      // Only while closing: the change is made again by the next executor.
      this.#options.log(`A change was not recorded: ${(error as Error).message}`);
    }
  }

  /** Lets nothing more happen to a run that has its outcome. */
  #retire(run: Run): void {
    for (const job of run.jobs.values()) this.#scheduler.drop(job);
    this.#cancellations.remove(run);
  }

  /** Only once the outcome is recorded, so that idle means durable. */
  #forget(runs: Run[]): void {
    for (const run of runs) this.#runs.delete(run.id);
    this.#announceIdle();
  }

  #isIdle(): boolean {
    return this.#runs.size === 0 && this.#unrouted.length === 0 && this.#accepting === 0;
  }

  #announceIdle(): void {
    if (!this.#isIdle()) return;
    for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }
}

function triggers(trigger: Trigger, event: JobEvent): boolean {
  if (trigger.event !== event.name) return false;
  if (trigger.cron) return event.data.cron === trigger.cron;
  return !trigger.condition || matches(trigger.condition, { event });
}

/** The same event starts the same run of a function, however often it is routed. */
function runId(event: JobEvent, fn: JobFunction): string {
  return createHash("sha256").update(`${event.id}\n${fn.id}`).digest("hex").slice(0, 32);
}

function failedEvent(run: Run, error: unknown): JobEvent {
  return {
    id: `failed-${run.id}`,
    name: FAILED_EVENT,
    data: { function_id: run.functionId, run_id: run.id, error, event: run.event, events: [run.event] },
    ts: Date.now(),
  };
}
