/**
 * Parses JSON that will be signed again. Canonical JSON (RFC 8785) has no form for half a surrogate pair, which
 * `JSON.parse` lets through, so each becomes U+FFFD.
 * @throws {SyntaxError} when it is not JSON.
 */
export function parseJson(text: string): unknown {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value) => (typeof value === "string" ? toWellFormed(value) : value));
}

function toWellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
