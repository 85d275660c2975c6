import type { Activity } from "./activity";

const SHOWN_FOR_MS = 25_000;

/** Which customers see "typing…" at the moment: until the reply comes, and 25 seconds at most. */
export class TypingSigns {
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(private readonly activity: Activity) {}

  show(customer: string): void {
    clearTimeout(this.#timers.get(customer));
    this.#timers.set(
      customer,
      setTimeout(() => this.stop(customer), SHOWN_FOR_MS),
    );
    this.activity.publish({ name: "typing", data: { customer, typing: true } });
  }

  stop(customer: string): void {
    if (!this.#timers.has(customer)) return;
    clearTimeout(this.#timers.get(customer));
    this.#timers.delete(customer);
    this.activity.publish({ name: "typing", data: { customer, typing: false } });
  }

  /** The customers who see the sign now. */
  customers(): string[] {
    return [...this.#timers.keys()];
  }

  stopAll(): void {
    for (const customer of [...this.#timers.keys()]) this.stop(customer);
  }
}
