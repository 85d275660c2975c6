import { uuidv7 } from "uuidv7";
import { database } from "./db/client";
import { forOrganization } from "./db/for-organization";
import type { EventData, EventName } from "./events";
import { handOver } from "./outbox";
import { expireWait } from "./plugins/decide-tool-call";

const mostAtOnce = 500;
const minute = 60_000;
/** Without a sender nothing moves on: such rows would stand before all others for ever. */
const connected = { app: { disconnectedAt: null } };

/**
 * Wakes the jobs for what should have moved on and has not, whatever became of its event: unanswered messages, messages
 * that wait to be sent, outcomes that nobody resolved. Returns how many. Waking too often is harmless: the jobs read the
 * database and find nothing to do.
 */
export async function wakeForgotten(now = Date.now()): Promise<number> {
  const woken = await Promise.all([wakeUnanswered(now), wakeUnsent(now), wakeUnknown(now), endLateWaits(now)]);
  return woken.reduce((sum, count) => sum + count, 0);
}

/** Removes what has had its time: access tokens, sign-in counters and the gateway's counted minutes. */
export async function removeExpired(now = Date.now()): Promise<void> {
  const { prisma } = database();
  // Those of conversations are ended where the next attempt begins; nobody comes back for these.
  await prisma.toolCall.updateMany({
    where: { origin: { in: ["gateway", "test"] }, state: "running", startedAt: { lt: new Date(now - 10 * minute) } },
    data: { state: "unknown", error: "It was cut off before it said how it ended.", finishedAt: new Date(now) },
  });
  await prisma.accessToken.deleteMany({ where: { expiresAt: { lt: new Date(now) } } });
  await prisma.signInThrottle.deleteMany({ where: { startedAt: { lt: new Date(now - 60 * minute) } } });
  await prisma.gatewayMinute.deleteMany({ where: { minute: { lt: new Date(now - 10 * minute) } } });
}

async function wakeUnanswered(now: number): Promise<number> {
  const { prisma } = database();
  const conversations = await prisma.conversation.findMany({
    where: {
      mode: "bot",
      inboundSeq: { gt: prisma.conversation.fields.answeredSeq },
      lastInboundAt: { lt: new Date(now - minute) },
      app: { publishedVersionId: { not: null }, disconnectedAt: null },
    },
    orderBy: { lastInboundAt: "asc" },
    take: mostAtOnce,
    select: { id: true, organizationId: true, inboundSeq: true },
  });
  for (const { id, organizationId, inboundSeq } of conversations) {
    wake("conversation/inbound.received", { organizationId, conversationId: id, inboundSeq });
  }
  return conversations.length;
}

async function wakeUnsent(now: number): Promise<number> {
  const late = new Date(now - minute / 2);
  const messages = await database().prisma.message.findMany({
    where: {
      direction: "outbound",
      conversation: connected,
      OR: [
        { deliveryState: "pending", createdAt: { lt: late }, OR: [{ retryAt: null }, { retryAt: { lt: late } }] },
        { deliveryState: "sending", attemptedAt: { lt: late } },
      ],
    },
    distinct: ["conversationId"],
    orderBy: { id: "asc" },
    take: mostAtOnce,
    select: { organizationId: true, conversationId: true },
  });
  for (const message of messages) wake("conversation/outbound.ready", message);
  return messages.length;
}

async function wakeUnknown(now: number): Promise<number> {
  const messages = await database().prisma.message.findMany({
    where: { deliveryState: "unknown", attemptedAt: { lt: new Date(now - 4 * minute) }, conversation: connected },
    orderBy: { attemptedAt: "asc" },
    take: mostAtOnce,
    select: { id: true, organizationId: true },
  });
  for (const { id, organizationId } of messages) wake("message/outcome.unknown", { organizationId, messageId: id });
  return messages.length;
}

/** Nobody decided in time: the assistant is told so while the customer can still be answered. */
async function endLateWaits(now: number): Promise<number> {
  const calls = await database().prisma.toolCall.findMany({
    where: { state: "waiting", expiresAt: { lt: new Date(now) } },
    orderBy: { expiresAt: "asc" },
    take: mostAtOnce,
    select: { id: true, organizationId: true, conversationId: true },
  });
  for (const call of calls) await expireWait(forOrganization(call.organizationId), call, now);
  return calls.length;
}

/** Without a row of its own: should this one be lost, the next round finds the same again. */
function wake<N extends EventName>(name: N, data: EventData<N>): void {
  handOver({ id: uuidv7(), name, data });
}
