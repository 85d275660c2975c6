import { type LookupAddress, lookup } from "node:dns";
import { lookup as lookupAll } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { Agent, buildConnector, fetch as undiciFetch } from "undici";
import { env } from "./env";
import { AppError } from "./errors";

/**
 * `fetch` for addresses that owners give. Every connection is checked where it is made: a name is resolved once and the
 * connection goes to exactly the address that was checked, so that a name cannot answer differently the second time.
 * Private, loopback, link-local, metadata and other special addresses are refused, plain http is refused, and redirects
 * are an error. ALLOW_PRIVATE_NETWORK=1 lifts the first two. Throws `TypeError` as fetch does, with the reason as cause.
 */
export const guardedFetch = (async (input: string | URL, init?: RequestInit) => {
  const url = new URL(input);
  const allowPrivate = env().ALLOW_PRIVATE_NETWORK;
  const problem = findUrlProblem(url, allowPrivate);
  if (problem) throw new TypeError("fetch failed", { cause: new BlockedAddressError(problem) });
  const options = { ...init, redirect: "error", dispatcher: allowPrivate ? openAgent() : guardedAgent() };
  return undiciFetch(url, options as Parameters<typeof undiciFetch>[1]);
}) as unknown as typeof globalThis.fetch;

/**
 * Refuses, when an owner saves it, an address that `guardedFetch` would refuse when it is used: `invalid`, with the reason
 * under `field`. A name that does not resolve now is let through; it is checked again at each use.
 */
export async function requirePublicUrl(address: string, field: string): Promise<void> {
  const allowPrivate = env().ALLOW_PRIVATE_NETWORK;
  const url = new URL(address);
  const problem = findUrlProblem(url, allowPrivate) ?? (allowPrivate ? undefined : await findNameProblem(url.hostname));
  if (problem) throw new AppError("invalid", problem, { fields: { [field]: problem } });
}

/** Why a connection was refused, in a sentence for the owner. */
export class BlockedAddressError extends Error {
  override name = "BlockedAddressError";
}

const privateSentence =
  "This address is in a private network, which Frontdesk may not reach. Use one that is on the public internet.";

function findUrlProblem(url: URL, allowPrivate: boolean): string | undefined {
  if (url.protocol !== "https:" && !(allowPrivate && url.protocol === "http:"))
    return "Use an address that starts with https://.";
}

async function findNameProblem(hostname: string): Promise<string | undefined> {
  // An IPv6 address stands in brackets in a URL.
  const addresses = await lookupAll(hostname.replace(/^\[|\]$/g, ""), { all: true }).catch(() => []);
  if (addresses.some(({ address }) => !isPublicAddress(address))) return privateSentence;
}

/** Azure's metadata service answers on an address that looks public. */
const metadataAddresses = new Set(["168.63.129.16"]);

/** Only plain unicast: not private, shared, loopback, link-local, reserved, multicast, nor a tunnel that embeds IPv4. */
export function isPublicAddress(address: string): boolean {
  const parsed = ipaddr.process(address);
  return parsed.range() === "unicast" && !metadataAddresses.has(parsed.toString());
}

let open: Agent | undefined;
let guarded: Agent | undefined;

function openAgent(): Agent {
  open ??= new Agent({ connect: { timeout: 10_000 } });
  return open;
}

function guardedAgent(): Agent {
  guarded ??= new Agent({ connect: guardedConnector() });
  return guarded;
}

function guardedConnector(): buildConnector.connector {
  const connect = buildConnector({ timeout: 10_000, lookup: publicLookup });
  return (options, callback) => {
    // The lookup is not asked about an address that is already one.
    if (isIP(options.hostname) && !isPublicAddress(options.hostname))
      return callback(new BlockedAddressError(privateSentence), null);
    connect(options, callback);
  };
}

/** Resolves as usual, then refuses the name when any of its addresses is not public. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, "", 0);
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => !isPublicAddress(address)))
      return callback(new BlockedAddressError(privateSentence), "", 0);
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
