import type { CostLine, Receipt, Round } from "./receipt-schema";

interface RunCost {
  inputTokens: number | null;
  outputTokens: number | null;
  costMicros: bigint | null;
  currency: string;
}

interface Price {
  /** The model's name at the provider. */
  model: string;
  inputPricePerMTok: number | null;
  outputPricePerMTok: number | null;
}

/**
 * The lines of what the model cost, which add up to what the run says. Where today's prices do not lead to that total,
 * because they were changed since, there is one line for all tokens; where others stood in, one a model.
 */
export function costOf(run: RunCost, price: Price, rounds: Round[] = []): Receipt["cost"] {
  if (run.costMicros === null) return null;
  const totalMicros = Number(run.costMicros);
  const { currency, inputTokens: input, outputTokens: output } = run;
  const lines = linesByModel(rounds, price.model);
  if (lines && lines.reduce((sum, { micros }) => sum + micros, 0) === totalMicros)
    return { currency, totalMicros, lines };
  if (input === null || output === null)
    return { currency, totalMicros, lines: [{ label: "Model", micros: totalMicros }] };
  const inputMicros = Math.round(((price.inputPricePerMTok ?? 0) * input) / 1_000_000);
  const outputMicros = Math.round(((price.outputPricePerMTok ?? 0) * output) / 1_000_000);
  if (Math.abs(inputMicros + outputMicros - totalMicros) > 1) {
    return { currency, totalMicros, lines: [{ label: `Model, ${tokens(input + output)}`, micros: totalMicros }] };
  }
  return {
    currency,
    totalMicros,
    lines: [
      { label: `Input, ${tokens(input)}`, micros: totalMicros - outputMicros },
      { label: `Output, ${tokens(output)}`, micros: outputMicros },
    ],
  };
}

/** Null when the version's own model gave every round. */
function linesByModel(rounds: Round[], own: string): CostLine[] | null {
  const asked = rounds.flatMap(({ model }) => (model?.model ? [model] : []));
  if (asked.every(({ model }) => model === own)) return null;
  return [...new Set(asked.map(({ model }) => model))].map((model) => {
    const calls = asked.filter((call) => call.model === model);
    const total = (of: (call: (typeof calls)[number]) => number) => calls.reduce((sum, call) => sum + of(call), 0);
    const spent = tokens(total((call) => (call.inputTokens ?? 0) + (call.outputTokens ?? 0)));
    return { label: `${model}, ${spent}`, micros: total((call) => call.costMicros ?? 0) };
  });
}

function tokens(count: number): string {
  return `${count.toLocaleString("en")} ${count === 1 ? "token" : "tokens"}`;
}
