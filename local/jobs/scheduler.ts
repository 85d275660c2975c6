/**
 * Decides when a job's call is made: not before it is due, within its function's concurrency limits, and never more
 * than a fixed number at once overall. Keeps everything in memory; the database rows are loaded again after a crash.
 */
import type { Chaos } from "./chaos";
import type { Job } from "./run";

/** One concurrency limit with its key filled in: everything under the same key shares `limit` slots. */
export interface Slot {
  key: string;
  limit: number;
}

export interface SchedulerOptions {
  /** Most calls under way at the same time. */
  inFlight: number;
  chaos: Chaos;
  /** The concurrency slots that a job's call needs. Asked anew each time, so that a re-sync takes effect. */
  slotsOf(job: Job): Slot[];
  /** Makes the call and records its outcome; nothing for a finished run. Slots are held until this settles. Must not reject. */
  call(job: Job): Promise<void>;
  /** A sleep is over. */
  wake(job: Job): void;
}

interface SlotUse {
  used: number;
  /** Jobs that found the slot taken. */
  parked: Job[];
}

/** Node's timers hold at most this many milliseconds; longer waits are taken in several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #slots = new Map<string, SlotUse>();
  readonly #timers = new Map<Job, NodeJS.Timeout>();
  /** Jobs that hold their slots and only wait for room in flight. */
  readonly #ready: { job: Job; slots: Slot[] }[] = [];
  readonly #calls = new Set<Promise<void>>();
  #paused = true;
  #closed = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /** Makes calls from now on. A new scheduler is paused. */
  resume(): void {
    this.#paused = false;
    this.#pump();
  }

  /** Makes no more calls until resumed; those under way go on. */
  pause(): void {
    this.#paused = true;
  }

  /** Takes a job on: at once, or when it is due. */
  add(job: Job): void {
    if (this.#closed) return;
    const delay = job.dueAt - Date.now() + this.#options.chaos.extraDelayMs();
    if (delay > 0) this.#wait(job, delay);
    else this.#arrive(job);
  }

  /** Forgets a job that waits for its time. One that is queued is skipped when its turn comes. */
  drop(job: Job): void {
    clearTimeout(this.#timers.get(job));
    this.#timers.delete(job);
  }

  /** Stops all timers and waits for the calls under way, at most this long. */
  async close(graceMs: number): Promise<void> {
    this.pause();
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([Promise.all(this.#calls), grace]);
    clearTimeout(timer);
  }

  #wait(job: Job, delay: number): void {
    job.state = "sleeping";
    const timer = setTimeout(
      () => {
        this.#timers.delete(job);
        if (delay > LONGEST_TIMER_MS) this.#wait(job, delay - LONGEST_TIMER_MS);
        else this.#arrive(job);
      },
      Math.min(delay, LONGEST_TIMER_MS),
    );
    this.#timers.set(job, timer);
  }

  #arrive(job: Job): void {
    if (job.run.outcome) return;
    if (job.kind === "sleep") this.#options.wake(job);
    else this.#admit(job);
  }

  #admit(job: Job): void {
    if (job.run.outcome) return;
    job.state = "queued";
    const slots = this.#options.slotsOf(job);
    const taken = slots.find((slot) => this.#use(slot).used >= slot.limit);
    if (taken) {
      this.#use(taken).parked.push(job);
      return;
    }
    for (const slot of slots) this.#use(slot).used += 1;
    this.#ready.push({ job, slots });
    this.#pump();
  }

  #pump(): void {
    while (!this.#paused && this.#ready.length > 0 && this.#calls.size < this.#options.inFlight) {
      const { job, slots } = this.#options.chaos.take(this.#ready);
      this.#start(job, slots);
    }
  }

  #start(job: Job, slots: Slot[]): void {
    job.state = "running";
    const call = this.#options.call(job).finally(() => {
      this.#calls.delete(call);
      this.#release(slots);
      this.#pump();
    });
    this.#calls.add(call);
  }

  #release(slots: Slot[]): void {
    for (const slot of slots) this.#use(slot).used -= 1;
    for (const slot of slots) {
      const use = this.#use(slot);
      // A job let go here may park again at its other slot, so the next one gets its chance.
      while (use.used < slot.limit && use.parked.length > 0) this.#admit(this.#options.chaos.take(use.parked));
      if (use.used === 0 && use.parked.length === 0) this.#slots.delete(slot.key);
    }
  }

  #use(slot: Slot): SlotUse {
    let use = this.#slots.get(slot.key);
    if (!use) {
      use = { used: 0, parked: [] };
      this.#slots.set(slot.key, use);
    }
    return use;
  }
}
