import { uuidv7 } from "uuidv7";
import type { DeliveryState } from "@/generated/prisma/enums";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { handOver, type OutboxRow, writeEvent } from "../outbox";
import { deliveryProblem } from "../twilio/error-codes";
import type { DeliveryReceipt } from "../twilio/inbound";
import { deliveryRanks, deliveryStateOf, failureBeats } from "./delivery-state";

const automaticRetries = 2;
const retryAfterMs = 60_000;

/**
 * Records what Twilio says became of an outbound message. Late, doubled and out-of-order receipts are harmless. A receipt
 * for a message whose create-response was lost gives it its SID, and so resolves the unclear outcome. A receipt of an
 * earlier, failed try of the same message is kept as an event and changes nothing.
 */
export async function recordReceipt(db: TenantDatabase, messageId: string, receipt: DeliveryReceipt): Promise<void> {
  const state = deliveryStateOf(receipt.status);
  if (!state) return;
  const event = await db.$transaction(async (tx) => {
    const before = await tx.message.findUnique({
      where: { id: messageId, direction: "outbound" },
      select: { conversationId: true, providerSid: true, attempts: true, deliveryState: true },
    });
    if (!before) return null;
    const earlier = await isOfEarlierTry(tx, messageId, before, receipt.messageSid);
    const isNew = await keepEvent(tx, db.organizationId, messageId, receipt);
    if (earlier || !isNew) return null;

    const problem = state === "failed" ? deliveryProblem(receipt.errorCode) : null;
    const again = problem?.action === "retry" && before.attempts < automaticRetries;
    const { count } = await tx.message.updateMany({
      where: { id: messageId, deliveryRank: { lt: state === "failed" ? failureBeats : deliveryRanks[state] } },
      data: {
        providerSid: again ? null : receipt.messageSid,
        deliveryState: again ? "pending" : state,
        deliveryRank: again ? 0 : deliveryRanks[state],
        retryAt: again ? new Date(Date.now() + retryAfterMs) : null,
        errorCode: problem ? receipt.errorCode || null : null,
        errorMessage: problem?.sentence ?? null,
      },
    });
    if (count === 0) return null;
    await tx.conversation.updateMany({ where: { id: before.conversationId }, data: { updatedAt: new Date() } });
    // What waited behind this message may be sent now.
    const waited = again || before.deliveryState === "unknown" || before.deliveryState === "sending";
    return waited ? wakeSender(tx, db.organizationId, before.conversationId) : null;
  });
  if (event) handOver(event);
}

/** The same for a receipt that names the message by Twilio's SID alone; one that we do not know changes nothing. */
export async function recordReceiptBySid(db: TenantDatabase, receipt: DeliveryReceipt): Promise<void> {
  const message = await db.message.findFirst({
    where: { providerSid: receipt.messageSid, direction: "outbound" },
    select: { id: true },
  });
  if (message) await recordReceipt(db, message.id, receipt);
}

async function isOfEarlierTry(
  tx: TenantTransaction,
  messageId: string,
  message: { providerSid: string | null; attempts: number; deliveryState: DeliveryState },
  messageSid: string,
): Promise<boolean> {
  if (message.providerSid) return message.providerSid !== messageSid;
  if (message.deliveryState === "pending") return true;
  if (message.attempts < 2) return false;
  const failed = { messageId, providerSid: messageSid, status: { in: ["failed", "undelivered"] } };
  return (await tx.deliveryEvent.count({ where: failed })) > 0;
}

async function keepEvent(
  tx: TenantTransaction,
  organizationId: string,
  messageId: string,
  receipt: DeliveryReceipt,
): Promise<boolean> {
  const { count } = await tx.deliveryEvent.createMany({
    data: [
      {
        id: uuidv7(),
        organizationId,
        messageId,
        providerSid: receipt.messageSid,
        status: receipt.status,
        errorCode: receipt.errorCode,
      },
    ],
    skipDuplicates: true,
  });
  return count === 1;
}

function wakeSender(tx: TenantTransaction, organizationId: string, conversationId: string): Promise<OutboxRow> {
  return writeEvent(tx, "conversation/outbound.ready", { organizationId, conversationId });
}
