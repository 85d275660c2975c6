/**
 * Request signatures of Inngest's serve protocol, both ways:
 * `x-inngest-signature: t=<unix seconds>&s=<hex HMAC-SHA256(key, payload + t)>`, valid for five minutes either side.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

const TOLERANCE_S = 300;

/**
 * The value of the signature header.
 * @param payload requests: the body as canonical JSON (RFC 8785), whatever was sent; replies: the body as it stands.
 * @param signingKey `signkey-<environment>-<hex>`; the prefix is not part of the key.
 */
export function signPayload(payload: string, signingKey: string, now = Date.now()): string {
  const timestamp = Math.floor(now / 1000).toString();
  return `t=${timestamp}&s=${digest(payload, timestamp, signingKey)}`;
}

/** Whether the header is a fresh signature of this payload by this key. */
export function verifySignature(header: string | undefined, payload: string, signingKey: string): boolean {
  const fields = new URLSearchParams(header);
  const timestamp = fields.get("t") ?? "";
  const age = Math.abs(Date.now() / 1000 - Number.parseInt(timestamp, 10));
  if (!(age <= TOLERANCE_S)) return false;
  const given = Buffer.from(fields.get("s") ?? "");
  const expected = Buffer.from(digest(payload, timestamp, signingKey));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function digest(payload: string, timestamp: string, signingKey: string): string {
  const key = signingKey.replace(/^signkey-\w+-/, "");
  return createHmac("sha256", key)
    .update(payload + timestamp)
    .digest("hex");
}
