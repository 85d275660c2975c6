const mostCharacters = 20_000;

/** A tool's output as it is kept and given to the model: at most 20,000 characters, with a word that it was cut. */
export function cutOutput(text: string): { output: string; outputBytes: number; truncated: boolean } {
  // Postgres stores neither NUL nor half a character.
  const whole = text.replaceAll("\u0000", "").toWellFormed();
  const outputBytes = Buffer.byteLength(text);
  if (whole.length <= mostCharacters) return { output: whole, outputBytes, truncated: false };
  const said = mostCharacters.toLocaleString("en-GB");
  const marker = `\n[Cut here: the first ${said} of ${whole.length.toLocaleString("en-GB")} characters.]`;
  const cut = whole.slice(0, mostCharacters).replace(/[\ud800-\udbff]$/, "");
  return { output: cut + marker, outputBytes, truncated: true };
}
