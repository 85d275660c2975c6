import { createHash } from "node:crypto";

/** What model providers take. */
const longest = 64;

/** What the model calls a tool. A name that is too long or has other characters is changed, and told apart by a hash. */
export function callName(key: string, name: string): string {
  const whole = `${key}__${name}`;
  if (whole.length <= longest && /^[A-Za-z0-9_-]+$/.test(name)) return whole;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${whole.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, longest - hash.length - 1)}_${hash}`;
}
