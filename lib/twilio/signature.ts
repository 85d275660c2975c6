import { timingSafeEqual } from "node:crypto";
import { getExpectedTwilioSignature, validateRequest } from "twilio/lib/webhooks/webhooks.js";

/** The decoded form, names as sent, a repeated one as the list of its values: what Twilio signs. */
export type FormParameters = Record<string, string | string[]>;

const signatureShape = /^[A-Za-z0-9+/]{27}=$/;

/** Whether the header could be a signature at all: asked before anything that costs more. */
export function looksLikeSignature(header: string | string[] | undefined): header is string {
  return typeof header === "string" && signatureShape.test(header);
}

/**
 * Whether Twilio signed this request for `url` with `authToken` (X-Twilio-Signature: HMAC-SHA1 over the address and all
 * parameters). `url` is the configured public one: what a request says of its own address cannot be trusted.
 */
export function isSignedByTwilio(request: {
  authToken: string;
  signature: string;
  url: string;
  parameters: FormParameters;
}): boolean {
  const { authToken, signature, url, parameters } = request;
  try {
    const expected = getExpectedTwilioSignature(authToken, url, parameters);
    // Nearly always it is over the very address. Only otherwise the ways are tried in which Twilio's servers rewrite it.
    return isSame(signature, expected) || validateRequest(authToken, signature, url, parameters);
  } catch {
    return false;
  }
}

function isSame(signature: string, expected: string): boolean {
  return signature.length === expected.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected));
}
