import { ApiError } from "./api-error";
import { type Fault, isFault, scriptedNumber } from "./faults";
import { whatsappAddress } from "./sid";

export const RECEIPT_MODES = ["in-order", "late", "twice", "shuffled", "never"] as const;

/** The switches of "Make it harder". They hold until they are changed. */
export interface Switches {
  /** Replies stay at "sent" until the phone is on again. */
  phoneOff: boolean;
  duplicateWebhooks: boolean;
  receipts: (typeof RECEIPT_MODES)[number];
  /** Messages.create is answered after 4 seconds. */
  slowAnswers: boolean;
  wrongSignature: boolean;
  /** The next reply to anybody meets this Twilio error, once. */
  nextReplyFailsWith: number | null;
}

/** A fault for the next `times` messages, to one customer or to anybody. */
export interface QueuedFault {
  fault: Fault;
  times: number;
  to?: string | undefined;
}

const CALM: Switches = {
  phoneOff: false,
  duplicateWebhooks: false,
  receipts: "in-order",
  slowAnswers: false,
  wrongSignature: false,
  nextReplyFailsWith: null,
};

/** What is made harder at the moment: the switches, the queued faults, and how often scripted numbers have struck. */
export class Conditions {
  #switches: Switches = { ...CALM };
  #queue: QueuedFault[] = [];
  readonly #strikes = new Map<string, number>();

  get switches(): Readonly<Switches> {
    return this.#switches;
  }

  get queue(): readonly QueuedFault[] {
    return this.#queue;
  }

  /** Changes the switches that are named. Throws an ApiError (400) that names an unknown switch or value. */
  change(change: Record<string, unknown>): void {
    for (const [name, value] of Object.entries(change)) requireSwitch(name, value);
    this.#switches = { ...this.#switches, ...change };
  }

  /** Lets the next messages meet a fault. Throws an ApiError (400) when there is no such fault. */
  enqueue({ fault, times = 1, to }: { fault: string; times?: number; to?: string }): void {
    const name = String(fault);
    if (!isFault(name)) throw new ApiError(400, 20001, `There is no fault named ${name}. GET /_sim/faults lists them.`);
    this.#queue.push({ fault: name, times, to: to && whatsappAddress(to) });
  }

  /** Switches everything off and forgets queued faults. */
  calm(): void {
    this.#switches = { ...CALM };
    this.#queue = [];
    this.#strikes.clear();
  }

  /** The fault that this message meets, used up where it is meant for a limited number of messages. */
  takeFault(to: string, body: string): Fault | null {
    return this.#takeQueued(to) ?? this.#takeNextReply() ?? this.#takeScripted(to, body) ?? this.#slowAnswer();
  }

  #takeQueued(to: string): Fault | null {
    const queued = this.#queue.find((candidate) => !candidate.to || candidate.to === to);
    if (!queued) return null;
    queued.times -= 1;
    this.#queue = this.#queue.filter((candidate) => candidate.times > 0);
    return queued.fault;
  }

  #takeNextReply(): Fault | null {
    const code = this.#switches.nextReplyFailsWith;
    this.#switches.nextReplyFailsWith = null;
    return code === null ? null : `${code}`;
  }

  #takeScripted(to: string, body: string): Fault | null {
    const number = scriptedNumber(to);
    if (!number) return null;
    const text = `${to} ${body}`;
    const strikes = (this.#strikes.get(text) ?? 0) + 1;
    this.#strikes.set(text, strikes);
    return strikes > (number.times ?? Number.POSITIVE_INFINITY) ? null : number.fault;
  }

  #slowAnswer(): Fault | null {
    return this.#switches.slowAnswers ? "slow-answer" : null;
  }
}

function requireSwitch(name: string, value: unknown): void {
  if (!(name in CALM)) {
    throw new ApiError(400, 20001, `There is no switch ${name}. The switches are ${Object.keys(CALM).join(", ")}.`);
  }
  if (!isAllowed(name as keyof Switches, value)) {
    throw new ApiError(400, 20001, `${JSON.stringify(value)} is not a value of the switch ${name}.`);
  }
}

function isAllowed(name: keyof Switches, value: unknown): boolean {
  if (name === "receipts") return (RECEIPT_MODES as readonly unknown[]).includes(value);
  if (name === "nextReplyFailsWith") return value === null || isFault(String(value));
  return typeof value === "boolean";
}
