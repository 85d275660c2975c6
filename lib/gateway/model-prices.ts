/** US dollars for a million tokens. */
export interface ModelPrice {
  input: number;
  output: number;
}

/**
 * What a model costs by its provider's price list, to fill in a form with; null for one that is not in the table. A name
 * with a date or a place behind it (`gpt-4.1-mini-2025-04-14`, `claude-sonnet-4-5@eu`) costs what the name without it does.
 *
 * Sources, for requests that are neither cached nor batched, as of December 2025: https://platform.openai.com/docs/pricing
 * and https://docs.claude.com/en/docs/about-claude/pricing. Prices change: the owner's entry is what is calculated with.
 */
export function listPrice(model: string): ModelPrice | null {
  const name = model.toLowerCase().replace(/^(openai|anthropic)\//, "");
  const [input, output] = prices[name] ?? prices[name.replace(/(-\d{4}-\d{2}-\d{2}|-\d{8}|-latest|@.*)$/, "")] ?? [];
  return input === undefined || output === undefined ? null : { input, output };
}

const prices: Record<string, [input: number, output: number]> = {
  "gpt-5": [1.25, 10],
  "gpt-5-mini": [0.25, 2],
  "gpt-5-nano": [0.05, 0.4],
  "gpt-4.1": [2, 8],
  "gpt-4.1-mini": [0.4, 1.6],
  "gpt-4.1-nano": [0.1, 0.4],
  "gpt-4o": [2.5, 10],
  "gpt-4o-mini": [0.15, 0.6],
  o3: [2, 8],
  "o4-mini": [1.1, 4.4],
  "claude-opus-4-5": [5, 25],
  "claude-opus-4-1": [15, 75],
  "claude-opus-4": [15, 75],
  "claude-sonnet-4-5": [3, 15],
  "claude-sonnet-4": [3, 15],
  "claude-haiku-4-5": [1, 5],
  "claude-3-5-haiku": [0.8, 4],
  "claude-3-haiku": [0.25, 1.25],
};
