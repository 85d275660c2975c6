import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { FormParameters } from "./signature";

/** A request whose signature does not fit the address that we expect. */
export interface MisaddressedRequest {
  signature: string;
  parameters: FormParameters;
  /** The address that we expect Twilio to sign. */
  url: string;
  /** As the request has them; anybody can write what they like there, so they only ever name addresses to try. */
  headers: IncomingHttpHeaders;
  /** With its question mark; empty without one. */
  search: string;
}

const mostCandidates = 96;

/**
 * The address that Twilio signed with one of these tokens instead of ours; null when none that is likely fits, and so
 * probably the token is another. Tried are http and https, the hosts that the request names, with and without port, a
 * trailing slash, a proxy's prefix and a query. What comes out is proven by the signature and not merely claimed.
 */
export function findSignedUrl(request: MisaddressedRequest, authTokens: readonly string[]): string | null {
  const expected = Buffer.from(request.signature);
  const rest = sortedParameters(request.parameters);
  const candidates = likelyUrls(request).slice(0, mostCandidates);
  return candidates.find((url) => authTokens.some((token) => isSame(expected, sign(token, url + rest)))) ?? null;
}

function likelyUrls({ url, headers, search }: MisaddressedRequest): string[] {
  const ours = new URL(url);
  const names = [ours.host, first(headers["x-forwarded-host"]), headers.host];
  const hosts = names.flatMap((name) => (name ? [name.split(",")[0]?.trim() ?? ""] : [])).filter(isHost);
  const bare = hosts.map((host) => host.replace(/:\d+$/, ""));
  const www = bare.map((host) => (host.startsWith("www.") ? host.slice(4) : `www.${host}`));
  const prefix = first(headers["x-forwarded-prefix"])?.replace(/\/+$/, "") ?? "";
  const paths = unique([ours.pathname, `${ours.pathname}/`, prefix + ours.pathname]);
  const queries = unique([search, search.replaceAll("%27", "'"), search.replaceAll("+", "%20"), ""]);
  return unique(
    unique([...hosts, ...bare, ...bare.flatMap((host) => [`${host}:443`, `${host}:80`]), ...www]).flatMap((host) =>
      paths.flatMap((path) =>
        queries.flatMap((query) => ["https", "http"].map((protocol) => `${protocol}://${host}${path}${query}`)),
      ),
    ),
  );
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function isHost(text: string): boolean {
  return /^[A-Za-z0-9.[\]:-]{1,255}$/.test(text);
}

/** Twilio's way: names sorted by code unit, each followed by its values, which are sorted and counted once. */
function sortedParameters(parameters: FormParameters): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => {
      const value = parameters[name] ?? "";
      return Array.isArray(value)
        ? unique(value)
            .sort()
            .map((one) => name + one)
            .join("")
        : name + value;
    })
    .join("");
}

function sign(authToken: string, text: string): Buffer {
  return Buffer.from(createHmac("sha1", authToken).update(text, "utf8").digest("base64"));
}

function isSame(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)];
}
