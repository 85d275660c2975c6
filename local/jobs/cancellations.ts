/** Finds the unfinished runs that an event cancels, without evaluating every rule against every run. */
import { type EqualityJoin, equalityJoin, matches } from "./expressions";
import type { CancelRule, JobFunction } from "./function-config";
import type { JobEvent, Run } from "./run";

interface RuleIndex {
  functionId: string;
  rule: CancelRule;
  join: EqualityJoin | null;
  /** Runs by the value of the joined field; all under one key when the rule has no equality to join on. */
  runs: Map<string, Set<Run>>;
}

const ALL = "*";

export class Cancellations {
  readonly #rules: RuleIndex[];

  constructor(functions: Iterable<JobFunction>) {
    this.#rules = [...functions].flatMap((fn) =>
      fn.cancelOn.map((rule) => {
        const join = rule.condition ? equalityJoin(rule.condition) : null;
        return { functionId: fn.id, rule, join, runs: new Map() };
      }),
    );
  }

  add(run: Run): void {
    for (const index of this.#rulesOf(run)) {
      const key = keyOf(run.event, index.join?.event);
      const runs = index.runs.get(key);
      if (runs) runs.add(run);
      else index.runs.set(key, new Set([run]));
    }
  }

  remove(run: Run): void {
    for (const index of this.#rulesOf(run)) {
      const key = keyOf(run.event, index.join?.event);
      const runs = index.runs.get(key);
      if (runs?.delete(run) && runs.size === 0) index.runs.delete(key);
    }
  }

  /** The runs that this event cancels, each once. */
  cancelledBy(event: JobEvent): Set<Run> {
    const cancelled = new Set<Run>();
    for (const { rule, join, runs } of this.#rules) {
      if (rule.event !== event.name) continue;
      for (const run of runs.get(keyOf(event, join?.async)) ?? []) {
        if (!rule.condition || matches(rule.condition, { event: run.event, async: event })) cancelled.add(run);
      }
    }
    return cancelled;
  }

  #rulesOf(run: Run): RuleIndex[] {
    return this.#rules.filter((index) => index.functionId === run.functionId);
  }
}

function keyOf(event: JobEvent, path: string[] | undefined): string {
  if (!path) return ALL;
  const value = path.reduce<unknown>((parent, field) => (parent as Record<string, unknown> | null)?.[field], event);
  return typeof value === "object" ? "object" : `${typeof value}:${value}`;
}
