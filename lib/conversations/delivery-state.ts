import type { DeliveryState } from "@/generated/prisma/enums";

/**
 * How far a message has come. Receipts arrive late, doubled and out of order, so a state only replaces one of lower
 * rank. `failed` is final unless the message was already delivered (Twilio's order of statuses: reference, MessageStatus).
 */
export const deliveryRanks: Record<DeliveryState, number> = {
  received: 0,
  pending: 0,
  sending: 0,
  unknown: 0,
  queued: 1,
  sent: 2,
  delivered: 3,
  read: 4,
  failed: 5,
};

/** Ranks below which a failure still counts: what was delivered did not fail. */
export const failureBeats = deliveryRanks.delivered;

const byTwilioStatus: Record<string, DeliveryState> = {
  accepted: "queued",
  scheduled: "queued",
  queued: "queued",
  sending: "queued",
  sent: "sent",
  delivered: "delivered",
  read: "read",
  failed: "failed",
  undelivered: "failed",
  canceled: "failed",
};

/** Our state for one of Twilio's statuses; null for one that says nothing of a message of ours. */
export function deliveryStateOf(twilioStatus: string): DeliveryState | null {
  return byTwilioStatus[twilioStatus] ?? null;
}
