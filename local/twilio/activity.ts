import { EventEmitter } from "node:events";

/** One line of "What Twilio does". */
export interface ActivityEntry {
  id: number;
  at: number;
  /** `to-app`: Twilio called the app; `from-app`: the app called Twilio; `note`: neither. */
  direction: "to-app" | "from-app" | "note";
  title: string;
  detail: string;
  failed: boolean;
  messageSid: string | null;
  customer: string | null;
}

export type NewActivityEntry = Pick<ActivityEntry, "direction" | "title" | "detail"> &
  Partial<Pick<ActivityEntry, "failed" | "messageSid" | "customer">>;

export interface SimulatorEvent {
  name: "message" | "typing" | "activity" | "conditions" | "accounts";
  data: unknown;
}

/** What happened lately, kept for the phone page and for tests, and told to whoever listens. */
export class Activity {
  readonly #entries: ActivityEntry[] = [];
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  #nextId = 1;

  record(entry: NewActivityEntry): void {
    const complete = { failed: false, messageSid: null, customer: null, ...entry, id: this.#nextId++, at: Date.now() };
    this.#entries.push(complete);
    if (this.#entries.length > 1000) this.#entries.splice(0, 200);
    this.publish({ name: "activity", data: complete });
  }

  /** The latest entries, oldest first. */
  entries(): readonly ActivityEntry[] {
    return this.#entries;
  }

  publish(event: SimulatorEvent): void {
    this.#emitter.emit("event", event);
  }

  /** Calls `listener` with each event from now on; the returned function ends that. */
  subscribe(listener: (event: SimulatorEvent) => void): () => void {
    this.#emitter.on("event", listener);
    return () => this.#emitter.off("event", listener);
  }
}
