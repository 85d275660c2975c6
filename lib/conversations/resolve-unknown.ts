import type { TenantDatabase } from "../db/for-organization";
import { handOver, writeEvent } from "../outbox";
import { type ListedMessage, listMessages } from "../twilio/list-messages";
import { deliveryRanks, deliveryStateOf } from "./delivery-state";
import type { Sender } from "./send-next";

/** Clocks differ, and Twilio's list has whole seconds. */
const clockSkewMs = 5_000;
const mostAttempts = 2;

/**
 * Looks for an outbound message, whose outcome nobody knows, in Twilio's own list: same recipient, same text (of a
 * template: if possible), made after
 * the call was begun, and no message of ours already. Found, it gets its SID. Returns whether the outcome is known now,
 * by this or by a receipt that came meanwhile.
 */
export async function lookForUnknown(db: TenantDatabase, messageId: string, sender: Sender): Promise<boolean> {
  const message = await findUnknown(db, messageId);
  if (!message) return true;
  const begunAt = new Date((message.attemptedAt ?? message.createdAt).getTime() - clockSkewMs);
  const listed = await listMessages(sender, {
    from: `whatsapp:${sender.number}`,
    to: message.conversation.customerAddress,
  });
  for (const candidate of candidatesFor(message, listed.filter((one) => one.createdAt >= begunAt).reverse())) {
    if (await db.message.count({ where: { providerSid: candidate.messageSid, id: { not: message.id } } })) continue;
    const state = deliveryStateOf(candidate.status) ?? "queued";
    await settle(db, message, {
      providerSid: candidate.messageSid,
      deliveryState: state,
      deliveryRank: deliveryRanks[state],
    });
    return true;
  }
  return false;
}

/**
 * Decides on a message that neither a receipt nor Twilio's list knows of after some minutes: it was not sent. It is sent
 * once more; after a second unclear try a person decides (policy: Twilio's advice on messages without a SID).
 */
export async function decideUnknown(db: TenantDatabase, messageId: string): Promise<void> {
  const message = await findUnknown(db, messageId);
  if (!message) return;
  if (message.attempts < mostAttempts) return settle(db, message, { deliveryState: "pending", retryAt: null });
  await settle(db, message, {
    deliveryState: "failed",
    deliveryRank: deliveryRanks.failed,
    errorMessage:
      "Twilio confirmed this message twice neither as sent nor as refused. Ask the customer before you send it again.",
  });
  await db.conversation.updateMany({
    where: { id: message.conversationId, needsPersonAt: null },
    data: { needsPersonAt: new Date(), needsPersonReason: "A reply may not have reached the customer." },
  });
}

/**
 * A template's text is put together by Twilio: it may differ from ours by a space, or have a button's words with it. So a
 * message that nobody else knows of is taken for it as well, before the template would be sent twice.
 */
function candidatesFor({ text, template }: Unknown, listed: ListedMessage[]): ListedMessage[] {
  const same = listed.filter(({ body }) => body === text);
  return template ? [...same, ...listed.filter(({ body }) => body !== text)] : same;
}

type Unknown = NonNullable<Awaited<ReturnType<typeof findUnknown>>>;

function findUnknown(db: TenantDatabase, messageId: string) {
  return db.message.findUnique({
    where: { id: messageId, deliveryState: "unknown" },
    select: {
      id: true,
      text: true,
      template: true,
      attempts: true,
      attemptedAt: true,
      createdAt: true,
      conversationId: true,
      conversation: { select: { customerAddress: true } },
    },
  });
}

/** Leaves `unknown`, if a receipt has not done so meanwhile, and wakes the sender for what waited behind it. */
async function settle(
  db: TenantDatabase,
  message: Unknown,
  data: Parameters<TenantDatabase["message"]["updateMany"]>[0]["data"],
): Promise<void> {
  const { conversationId } = message;
  const event = await db.$transaction(async (tx) => {
    const { count } = await tx.message.updateMany({ where: { id: message.id, deliveryState: "unknown" }, data });
    if (count === 0) return null;
    await tx.conversation.updateMany({ where: { id: conversationId }, data: { updatedAt: new Date() } });
    return writeEvent(tx, "conversation/outbound.ready", { organizationId: db.organizationId, conversationId });
  });
  if (event) handOver(event);
}
