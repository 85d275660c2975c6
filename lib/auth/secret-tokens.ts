import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, safe in an address. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a token. A plain digest is enough, and found by index: the token itself is 256 random bits. */
export function tokenDigest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
