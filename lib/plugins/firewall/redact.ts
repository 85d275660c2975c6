/** Shorter ones would mask ordinary words, and are no secrets. */
const shortestSecret = 6;

/** Takes every secret out of a text that a server sent: as it is, as JSON or an address writes it, and in base64. */
export function redact(text: string, secrets: string[]): string {
  const writings = new Set(secrets.flatMap(waysToWrite).filter((way) => way.length >= shortestSecret));
  return [...writings]
    .sort((left, right) => right.length - left.length)
    .reduce((clean, secret) => clean.replaceAll(secret, "••••"), text);
}

/** What of a header's value is a secret: the whole, and what follows its scheme; of Basic, the password too. */
export function secretsInHeader(value: string): string[] {
  const [, scheme = "", credentials] = /^(\w+) +(\S.*)$/.exec(value) ?? [];
  if (!credentials) return [value];
  if (scheme.toLowerCase() !== "basic") return [value, credentials];
  const pair = Buffer.from(credentials, "base64").toString("utf8");
  return [value, credentials, pair, pair.slice(pair.indexOf(":") + 1)];
}

function waysToWrite(secret: string): string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString("base64").replace(/=+$/, ""),
    Buffer.from(secret).toString("base64url"),
  ];
}
