import type { TenantDatabase } from "../db/for-organization";
import { handOver, writeEvent } from "../outbox";
import type { TwilioCredentials } from "../twilio/client";
import { type OutgoingMessage, type SendOutcome, sendMessage } from "../twilio/send-message";
import { deliveryRanks } from "./delivery-state";
import { isWindowOpen } from "./reply-window";
import { messageTemplate } from "./schema";
import { withdrawAnswer } from "./withdraw-answer";

/** Who sends, and the address at which the receipts of one message arrive. */
export interface Sender extends TwilioCredentials {
  number: string;
  statusUrl(messageId: string): string;
  /** The credentials as they are now, when they are others; null when these are still the ones. */
  refresh(): Promise<TwilioCredentials | null>;
}

/** ms after which to look again for something to send; null when nothing is left to send now. */
export type LookAgain = number | null;

/** The call to Twilio ends after 10 s; what is still "sending" well after that was cut off, and nobody knows how it went. */
const cutOffAfterMs = 20_000;
const mostAttempts = 5;

/**
 * Sends the lowest outbound message of a conversation that waits, so that the order comes from the database and not from
 * the jobs. `pending → sending` is committed before the one call to Twilio; an unclear outcome becomes `unknown` and
 * blocks what comes after it until it is resolved. Never calls Twilio twice for one `sending`. An answer of the assistant
 * for which no call was begun gives way to the kill switch.
 */
export async function sendNext(db: TenantDatabase, conversationId: string, sender: Sender): Promise<LookAgain> {
  const message = await findLowest(db, conversationId);
  if (!message || message.deliveryState === "unknown") return null;
  if (message.deliveryState === "sending") return waitOrGiveUp(db, message);
  if (await withdrawAnswer(db, message)) return sendNext(db, conversationId, sender);
  if (message.retryAt && message.retryAt.getTime() > Date.now()) return message.retryAt.getTime() - Date.now();
  if (!message.template && !isWindowOpen(message.conversation.lastInboundAt)) {
    await recordOutcome(db, message, windowClosed);
    return whenMore(db, conversationId);
  }
  if (!(await reserve(db, message.id))) return pauseMs;
  const outcome = await callTwilio(message, sender);
  await recordOutcome(db, { ...message, attempts: message.attempts + 1 }, outcome);
  return outcome.outcome === "retry" ? outcome.retryAfterMs : whenMore(db, conversationId);
}

/** Between two messages to one person, so that they arrive in order: WhatsApp promises none. */
const pauseMs = 1_500;

async function whenMore(db: TenantDatabase, conversationId: string): Promise<LookAgain> {
  const more = await db.message.count({ where: { conversationId, direction: "outbound", deliveryState: "pending" } });
  return more > 0 ? pauseMs : null;
}

/** Refused credentials may be ones that were changed elsewhere a moment ago; a refused call was certainly not processed. */
async function callTwilio(message: Outbound, sender: Sender): Promise<SendOutcome> {
  const outcome = await sendMessage(sender, outgoing(message, sender));
  if (outcome.outcome !== "rejected" || outcome.errorCode !== credentialsRefused) return outcome;
  const fresh = await sender.refresh();
  return fresh ? sendMessage(fresh, outgoing(message, sender)) : outcome;
}

const credentialsRefused = 20003;

const windowClosed: SendOutcome = {
  outcome: "rejected",
  errorCode: 63016,
  sentence: "More than 24 hours since the customer's last message: WhatsApp only allows an approved template.",
};

type Outbound = NonNullable<Awaited<ReturnType<typeof findLowest>>>;

function findLowest(db: TenantDatabase, conversationId: string) {
  return db.message.findFirst({
    where: { conversationId, direction: "outbound", deliveryState: { in: ["pending", "sending", "unknown"] } },
    orderBy: { id: "asc" },
    select: {
      id: true,
      text: true,
      author: true,
      turn: true,
      toolCallId: true,
      template: true,
      replyRunId: true,
      conversationId: true,
      deliveryState: true,
      attempts: true,
      attemptedAt: true,
      retryAt: true,
      conversation: {
        select: {
          customerAddress: true,
          messagingServiceSid: true,
          lastInboundAt: true,
          app: { select: { mode: true, fixedText: true } },
        },
      },
    },
  });
}

function outgoing(message: Outbound, sender: Sender): OutgoingMessage {
  return {
    from: sender.number,
    to: message.conversation.customerAddress,
    body: message.text,
    template: messageTemplate.nullable().parse(message.template),
    messagingServiceSid: message.conversation.messagingServiceSid,
    statusCallback: sender.statusUrl(message.id),
  };
}

async function reserve(db: TenantDatabase, id: string): Promise<boolean> {
  const { count } = await db.message.updateMany({
    where: { id, deliveryState: "pending" },
    data: { deliveryState: "sending", attemptedAt: new Date(), attempts: { increment: 1 }, retryAt: null },
  });
  return count === 1;
}

/** A receipt may have been faster than the answer to the call: only a message that is still `sending` is changed. */
async function recordOutcome(db: TenantDatabase, message: Outbound, result: SendOutcome): Promise<void> {
  const still = { id: message.id, deliveryState: { in: ["pending" as const, "sending" as const] } };
  const { conversationId } = message;
  if (result.outcome === "accepted") {
    // In one statement: a message with a SID and no outcome would look like somebody else's to the resolver.
    await db.message.updateMany({
      where: { id: message.id, deliveryState: { in: ["sending", "unknown"] } },
      data: { providerSid: result.messageSid, deliveryState: "queued", deliveryRank: deliveryRanks.queued },
    });
  } else if (result.outcome === "unknown") {
    await becomeUnknown(db, message, result.errorCode);
  } else if (result.outcome === "retry" && message.attempts < mostAttempts) {
    await db.message.updateMany({
      where: still,
      data: {
        deliveryState: "pending",
        retryAt: new Date(Date.now() + result.retryAfterMs),
        errorCode: result.errorCode || null,
        errorMessage: result.sentence,
      },
    });
  } else {
    await failWithRest(db, message, result.errorCode, result.sentence);
  }
  await touch(db, conversationId);
}

/** A failed part ends its turn, or what the tool said: the parts after it would make no sense alone. */
async function failWithRest(db: TenantDatabase, message: Outbound, errorCode: number, sentence: string): Promise<void> {
  const failed = { deliveryState: "failed" as const, deliveryRank: deliveryRanks.failed };
  await db.message.updateMany({
    where: { id: message.id, deliveryState: { in: ["pending", "sending"] } },
    data: { ...failed, errorCode: errorCode || null, errorMessage: sentence },
  });
  const { conversationId, turn, toolCallId } = message;
  if (turn === null && toolCallId === null) return;
  await db.message.updateMany({
    where: { conversationId, turn, toolCallId, deliveryState: "pending" },
    data: { ...failed, errorMessage: "Not sent, because the part before it failed." },
  });
}

async function waitOrGiveUp(db: TenantDatabase, message: Outbound): Promise<LookAgain> {
  const since = Date.now() - (message.attemptedAt?.getTime() ?? 0);
  if (since < cutOffAfterMs) return cutOffAfterMs - since;
  await becomeUnknown(db, message, 0);
  await touch(db, message.conversationId);
  return null;
}

async function becomeUnknown(db: TenantDatabase, message: Outbound, errorCode: number): Promise<void> {
  const event = await db.$transaction(async (tx) => {
    const { count } = await tx.message.updateMany({
      where: { id: message.id, deliveryState: "sending" },
      data: { deliveryState: "unknown", errorCode: errorCode || null },
    });
    if (count === 0) return null;
    return writeEvent(tx, "message/outcome.unknown", { organizationId: db.organizationId, messageId: message.id });
  });
  if (event) handOver(event);
}

async function touch(db: TenantDatabase, conversationId: string): Promise<void> {
  await db.conversation.updateMany({ where: { id: conversationId }, data: { updatedAt: new Date() } });
}
