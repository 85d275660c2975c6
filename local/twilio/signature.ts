import { createHmac } from "node:crypto";

/** Form parameters as they go over the wire; a list stands for a repeated name. */
export type FormParams = Record<string, string | string[]>;

/**
 * The value of `X-Twilio-Signature` for a form POST: base64 of HMAC-SHA1, keyed with the account's Auth Token, over the
 * URL followed by every parameter's name and value, names in code-unit order and repeated values once each.
 * Source: https://www.twilio.com/docs/usage/security#validating-requests
 */
export function signature(authToken: string, url: string, params: FormParams): string {
  const signedText = Object.keys(params)
    .sort()
    .reduce(
      (text, name) =>
        text +
        uniqueValues(params[name])
          .map((value) => name + value)
          .join(""),
      url,
    );
  return createHmac("sha1", authToken).update(signedText, "utf8").digest("base64");
}

/**
 * What Twilio signs of a configured messaging URL: all of it, an explicit port too, less user info and fragment.
 * The URL is not parsed and printed again, because that would rewrite it.
 */
export function signedUrl(configuredUrl: string): string {
  return configuredUrl.replace(/#.*$/s, "").replace(/^(https?:\/\/)[^/?@]*@/, "$1");
}

/** The body of a form POST, in the order in which the parameters stand. */
export function formBody(params: FormParams): string {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of [value].flat()) body.append(name, one);
  }
  return body.toString();
}

function uniqueValues(value: string | string[] | undefined): string[] {
  return [...new Set([value ?? []].flat())].sort();
}
