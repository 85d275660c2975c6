import type { Completion } from "./complete";

/** What the rounds of one request took together. A figure is null where no round had it. */
export class Tally {
  rounds = 0;
  toolCalls = 0;
  inputTokens: number | null = null;
  outputTokens: number | null = null;
  cachedTokens: number | null = null;
  reasoningTokens: number | null = null;
  costMicros: bigint | null = null;
  /** ms that the provider took, also for a round that failed. */
  providerMs = 0;

  /** Counts one call of the model, and its time also when it fails. */
  async round(call: () => Promise<Completion>): Promise<Completion> {
    const startedAt = performance.now();
    this.rounds += 1;
    try {
      const completion = await call();
      this.#add(completion);
      return completion;
    } finally {
      this.providerMs += performance.now() - startedAt;
    }
  }

  #add(completion: Completion): void {
    for (const figure of ["inputTokens", "outputTokens", "cachedTokens", "reasoningTokens"] as const) {
      const more = completion[figure];
      if (more !== null) this[figure] = (this[figure] ?? 0) + more;
    }
    const { costMicros } = completion;
    if (costMicros !== null) this.costMicros = (this.costMicros ?? 0n) + costMicros;
  }
}
