import { isDeepStrictEqual } from "node:util";
import { LRUCache } from "lru-cache";
import type { Prisma, WhatsAppApp } from "@/generated/prisma/client";
import { database } from "../db/client";
import { decryptSecret } from "../secrets";
import { sandboxNumber } from "../twilio/sandbox-number";

/** An organisation's sender with its credentials in clear: never log or return it. */
export interface Channel {
  organizationId: string;
  whatsAppAppId: string;
  appKey: string;
  /** E.164. */
  number: string;
  accountSid: string;
  /** The one that calls to Twilio use. */
  authToken: string;
  /** Those that Twilio may sign with: one, or two while the token is being rotated. */
  signingTokens: readonly string[];
  /** The second of those, until a webhook has come that was signed with it. */
  unprovenToken: string | null;
  isSandbox: boolean;
}

/**
 * Whose number this is (E.164). The sandbox's is nobody's: it is found by key only. Found or not, the answer is kept in
 * memory for 60 s, so that a webhook costs no query and a stranger's flood none either.
 */
export function findChannelByNumber(number: string): Promise<Channel | null> {
  return find({ exclusiveNumber: number });
}

/** Whose webhook address this is, by its last part. Kept as above. */
export function findChannelByKey(appKey: string): Promise<Channel | null> {
  return find({ appKey });
}

/** The organisation's sender, or null before it has one. Kept as above. */
export function getChannel(organizationId: string): Promise<Channel | null> {
  return find({ organizationId });
}

/** After a change in this process: the next look reads the database. */
export function forgetChannel(channel: Pick<Channel, "organizationId" | "appKey" | "number">): void {
  for (const key of keysOf(channel)) cache().delete(key);
}

/**
 * For when a signature or our own credentials are refused: the channel as another instance may have changed it, or null
 * when nothing of it has changed. Reads the database at most once in `pauseMs` (5 s), however many bad signatures come.
 */
export async function refreshChannel(channel: Channel, pauseMs = refreshPauseMs): Promise<Channel | null> {
  const by = { organizationId: channel.organizationId };
  if (performance.now() - (await lookUp(by)).readAt >= pauseMs) cache().delete(JSON.stringify(by));
  const latest = await lookUp(by);
  if (isDeepStrictEqual(latest.channel, channel)) return null;
  forgetChannel(channel);
  if (latest.channel) for (const key of keysOf(latest.channel)) cache().set(key, latest);
  return latest.channel;
}

/** Nobody may rely on less: rotate-token.ts waits for longer before Twilio signs with another token. */
const refreshPauseMs = 5000;

/** By one of the columns that are unique. */
type By = Prisma.WhatsAppAppWhereUniqueInput &
  ({ organizationId: string } | { appKey: string } | { exclusiveNumber: string });

interface Entry {
  channel: Channel | null;
  /** By `performance.now()`. */
  readAt: number;
}

// Next evaluates a module once for each of its bundles: a change made through one must be seen by the others.
const holder = globalThis as typeof globalThis & { frontdeskChannels?: LRUCache<string, Entry> };

function cache(): LRUCache<string, Entry> {
  holder.frontdeskChannels ??= new LRUCache<string, Entry>({
    max: 10_000,
    ttl: 60_000,
    ttlResolution: 0,
    fetchMethod: (key) => read(JSON.parse(key)),
    // What was forgotten while it was being read is handed out, but not kept.
    ignoreFetchAbort: true,
  });
  return holder.frontdeskChannels;
}

async function find(by: By): Promise<Channel | null> {
  return (await lookUp(by)).channel;
}

function lookUp(by: By): Promise<Entry> {
  return cache().forceFetch(JSON.stringify(by));
}

function keysOf({ organizationId, appKey, number }: Pick<Channel, "organizationId" | "appKey" | "number">): string[] {
  return [{ organizationId }, { appKey }, { exclusiveNumber: number }].map((by) => JSON.stringify(by));
}

async function read(by: By): Promise<Entry> {
  const readAt = performance.now();
  const app = await database().prisma.whatsAppApp.findUnique({ where: by });
  return { channel: app && !app.disconnectedAt ? decrypt(app) : null, readAt };
}

function decrypt(app: WhatsAppApp): Channel {
  const { organizationId, id, appKey, number } = app;
  const authToken = decryptSecret(app.authToken, { organizationId, field: "whatsAppApp.authToken" });
  const nextToken =
    app.nextAuthToken && decryptSecret(app.nextAuthToken, { organizationId, field: "whatsAppApp.nextAuthToken" });
  return {
    organizationId,
    whatsAppAppId: id,
    appKey,
    number,
    accountSid: decryptSecret(app.accountSid, { organizationId, field: "whatsAppApp.accountSid" }),
    authToken: nextToken && app.sendsWithNextToken ? nextToken : authToken,
    signingTokens: nextToken ? [authToken, nextToken] : [authToken],
    unprovenToken: app.nextTokenSeenAt ? null : nextToken,
    isSandbox: number === sandboxNumber,
  };
}
