/**
 * About how many tokens a text is for the model: exact for OpenAI's newer models, near enough for others. The table is
 * large and only loaded when somebody edits.
 */
export async function countTokens(text: string): Promise<number> {
  const { encode } = await import("gpt-tokenizer/encoding/o200k_base");
  // What looks like a control word of the model is text here.
  return encode(text, { disallowedSpecial: new Set() }).length;
}
