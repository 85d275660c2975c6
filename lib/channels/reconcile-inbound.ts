import { recordInbound } from "../conversations/record-inbound";
import { database } from "../db/client";
import { logger } from "../logger";
import { handOver } from "../outbox";
import { parseInbound } from "../twilio/inbound";
import { type ListedMessage, listMediaUrls, listMessages } from "../twilio/list-messages";
import { type Channel, getChannel } from "./find-channel";
import { recordMissed } from "./record-webhook-seen";

const everyMs = 5 * 60_000;
/** A webhook may still be on its way: Twilio tries for 15 s. */
const youngestMs = 60_000;
const overlapMs = 10 * 60_000;
const channelsAtOnce = 20;
/** More than a sender is written to in a long outage, and still little memory. */
const mostListed = 20_000;

/**
 * Compares Twilio's list of inbound messages with ours and stores what no webhook brought: Twilio does not keep a
 * message for a webhook that was down, but it stays in the list. Each sender is looked at every five minutes. Returns how
 * many messages were missing.
 */
export async function reconcileInbound(now = Date.now()): Promise<number> {
  const due = await database().prisma.whatsAppApp.findMany({
    where: { reconcileTriedAt: { lt: new Date(now - everyMs) } },
    orderBy: { reconcileTriedAt: "asc" },
    take: channelsAtOnce,
    select: { id: true, organizationId: true, reconciledAt: true },
  });
  let missing = 0;
  for (const app of due) {
    const after = new Date(app.reconciledAt.getTime() - overlapMs);
    const found = await tryReconcile(app, after, now - youngestMs);
    const done = found === null ? {} : { reconciledAt: new Date(now) };
    await database().prisma.whatsAppApp.update({
      where: { id: app.id },
      data: { reconcileTriedAt: new Date(now), ...done },
    });
    missing += found ?? 0;
  }
  return missing;
}

/** Null when there is no sender any more, or Twilio could not be asked: the same time is then looked at again. */
async function tryReconcile(
  app: { id: string; organizationId: string },
  after: Date,
  before: number,
): Promise<number | null> {
  try {
    const channel = await getChannel(app.organizationId);
    return channel && (await reconcileChannel(channel, after, before));
  } catch (error) {
    logger.warn({ err: error, whatsAppAppId: app.id }, "could not compare messages with Twilio's list");
    return null;
  }
}

async function reconcileChannel(channel: Channel, after: Date, before: number): Promise<number> {
  const listed = await listMessages(channel, { to: `whatsapp:${channel.number}`, after, limit: mostListed });
  const old = listed.filter((message) => message.direction === "inbound" && message.createdAt.getTime() < before);
  let missing = 0;
  for (const message of old.reverse()) if (await storeListed(channel, message)) missing++;
  if (missing > 0) {
    logger.warn({ whatsAppAppId: channel.whatsAppAppId, missing }, "stored messages that no webhook brought");
    await recordMissed(channel, missing);
  }
  return missing;
}

async function storeListed(channel: Channel, listed: ListedMessage): Promise<boolean> {
  const media = listed.numMedia > 0 ? await listMediaUrls(channel, listed.messageSid) : [];
  const request = parseInbound({
    MessageSid: listed.messageSid,
    AccountSid: channel.accountSid,
    From: listed.from,
    To: listed.to,
    Body: listed.body,
    NumMedia: String(media.length),
    ...Object.fromEntries(media.map(({ url }, index) => [`MediaUrl${index}`, url])),
    ...Object.fromEntries(media.map(({ contentType }, index) => [`MediaContentType${index}`, contentType])),
  });
  if (request.type !== "message") return false;
  const recorded = await recordInbound(channel, request.message);
  if (recorded?.event) handOver(recorded.event);
  return recorded !== null;
}
