import { LRUCache } from "lru-cache";
import { uuidv7 } from "uuidv7";
import type { WebhookRefusal } from "@/generated/prisma/enums";
import { database } from "../db/client";
import { logger } from "../logger";
import { findSignedUrl, type MisaddressedRequest } from "../twilio/find-signed-url";
import { recipientOf } from "../twilio/inbound";
import type { Channel } from "./find-channel";

const gatherMs = 250;
const hourMs = 60 * 60_000;
/** A stranger who knows the number can make us look for the address of so many requests a minute; the rest are counted alike. */
const classifiedPerMinute = 30;
const rowsPerHour = 20;
const longestUrl = 300;

/**
 * Counts a webhook for one of our senders that was refused, with the reason, for the health page. Costs the request
 * nothing: reasons are found and counts written in the background, at most one write a reason and quarter of a second,
 * and at most 20 rows an hour and app. What strangers sent is kept in short: of an account its last four characters, of
 * an address 300 characters.
 */
export function recordRefusal(channel: Channel, request: MisaddressedRequest): void {
  const at = new Date();
  setImmediate(() => count(channel, reasonOf(channel, request), at));
}

/** Resolves when everything that was refused so far is in the database. */
export async function refusalsRecorded(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await write();
}

interface Reason {
  reason: WebhookRefusal;
  signedUrl: string;
  accountSidLastFour: string;
}

interface Counted extends Reason {
  channel: Channel;
  count: number;
  firstAt: Date;
  lastAt: Date;
}

interface Budget {
  left: number;
  last: Reason;
}

interface RefusalState {
  waiting: Map<string, Counted>;
  budgets: LRUCache<string, Budget>;
  timer?: NodeJS.Timeout | undefined;
}

// Next evaluates a module once for each of its bundles: they count together all the same.
const holder = globalThis as typeof globalThis & { frontdeskRefusals?: RefusalState };
holder.frontdeskRefusals ??= {
  waiting: new Map(),
  budgets: new LRUCache({ max: 10_000, ttl: 60_000, noUpdateTTL: true }),
};
const state = holder.frontdeskRefusals;

function reasonOf(channel: Channel, request: MisaddressedRequest): Reason {
  const budget = state.budgets.get(channel.whatsAppAppId);
  if (budget && budget.left <= 0) return budget.last;
  const last = findReason(channel, request);
  state.budgets.set(channel.whatsAppAppId, { left: (budget?.left ?? classifiedPerMinute) - 1, last });
  return last;
}

function findReason(channel: Channel, request: MisaddressedRequest): Reason {
  const none = { signedUrl: "", accountSidLastFour: "" };
  const { AccountSid: accountSid } = request.parameters;
  if (typeof accountSid === "string" && accountSid !== channel.accountSid && /^AC[0-9a-f]{32}$/.test(accountSid)) {
    return { ...none, reason: "other_account", accountSidLastFour: accountSid.slice(-4) };
  }
  const signedUrl = findSignedUrl(request, channel.signingTokens);
  if (signedUrl === null) return { ...none, reason: "wrong_token" };
  const recipient = recipientOf(request.parameters);
  // Signed for the very address: then it is what it says that does not fit.
  if (signedUrl === request.url && recipient !== channel.number) return { ...none, reason: "other_number" };
  return { ...none, reason: "wrong_url", signedUrl: presentable(signedUrl) };
}

function presentable(url: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const printable = url.replace(/[\u0000-\u001F\u007F]/g, "");
  return printable.toWellFormed().slice(0, longestUrl);
}

function count(channel: Channel, reason: Reason, at: Date): void {
  const key = JSON.stringify([channel.whatsAppAppId, reason, hourOf(at)]);
  const known = state.waiting.get(key);
  if (known) Object.assign(known, { count: known.count + 1, lastAt: at });
  else state.waiting.set(key, { ...reason, channel, count: 1, firstAt: at, lastAt: at });
  state.timer ??= setTimeout(() => void write(), gatherMs).unref();
}

function hourOf(date: Date): Date {
  return new Date(Math.floor(date.getTime() / hourMs) * hourMs);
}

async function write(): Promise<void> {
  clearTimeout(state.timer);
  state.timer = undefined;
  const waiting = [...state.waiting.values()];
  state.waiting.clear();
  for (const counted of waiting) {
    await writeOne(counted).catch((error) => logger.warn({ err: error }, "a refused webhook could not be counted"));
  }
}

/** Once an hour has its rows, further addresses and accounts are counted without their name. */
const statement = `
  WITH room AS (
    SELECT count(*) < ${rowsPerHour} AS free FROM "WebhookFailure" WHERE "whatsAppAppId" = $3 AND "hour" = $4
  )
  INSERT INTO "WebhookFailure"
    ("id", "organizationId", "whatsAppAppId", "hour", "reason", "signedUrl", "accountSidLastFour", "count", "firstAt", "lastAt")
  SELECT $1::uuid, $2::uuid, $3::uuid, $4::timestamptz, $5::"WebhookRefusal",
    CASE WHEN free OR known THEN $6 ELSE '' END, CASE WHEN free OR known THEN $7 ELSE '' END,
    $8::int, $9::timestamptz, $10::timestamptz
  FROM room, LATERAL (
    SELECT EXISTS (
      SELECT FROM "WebhookFailure" WHERE "whatsAppAppId" = $3 AND "hour" = $4 AND "reason" = $5::"WebhookRefusal"
        AND "signedUrl" = $6 AND "accountSidLastFour" = $7
    ) AS known
  ) AS present
  ON CONFLICT ("whatsAppAppId", "hour", "reason", "signedUrl", "accountSidLastFour") DO UPDATE
    SET "count" = "WebhookFailure"."count" + excluded."count",
      "lastAt" = GREATEST("WebhookFailure"."lastAt", excluded."lastAt")`;

async function writeOne({ channel, reason, signedUrl, accountSidLastFour, ...counted }: Counted): Promise<void> {
  await database().pool.query(statement, [
    uuidv7(),
    channel.organizationId,
    channel.whatsAppAppId,
    hourOf(counted.firstAt),
    reason,
    signedUrl,
    accountSidLastFour,
    counted.count,
    counted.firstAt,
    counted.lastAt,
  ]);
}
