import { uuidv7 } from "uuidv7";
import { callWithRows, isRefusal } from "../db/call-with-rows";
import { inBatches } from "../db/in-batches";
import type { OutboxRow } from "../outbox";
import type { InboundMessage } from "../twilio/inbound";

export interface RecordedInbound {
  conversationId: string;
  /** The row that wakes the assistant, to be handed over; null when the message wants no answer. */
  event: OutboxRow | null;
}

/**
 * Stores one inbound message with its contact, conversation, place in the order and outbox row, all or nothing (the
 * database functions are in prisma/migrations). Returns once that has committed; null when the message was stored
 * before, however many copies arrive at once. Throws when the database fails; nothing is stored then.
 *
 * It goes past the ORM, and messages that arrive together share a statement, because several calls a message could not
 * keep up (bench/README.md).
 */
export async function recordInbound(
  channel: { organizationId: string; whatsAppAppId: string },
  message: InboundMessage,
): Promise<RecordedInbound | null> {
  const { organizationId, whatsAppAppId: appId } = channel;
  const { messagingServiceSid: serviceSid, accountSid, to, ...fields } = message;
  const outboxId = uuidv7();
  const recorded = await record({ organizationId, appId, serviceSid, ...fields, ...newIds(), outboxId });
  if (!recorded) return null;
  const { conversationId, inboundSeq } = recorded;
  if (!message.wantsAnswer) return { conversationId, event: null };
  const data = { organizationId, conversationId, inboundSeq };
  return { conversationId, event: { id: outboxId, name: "conversation/inbound.received", data } };
}

/** For the rows that may have to be made; the database uses those that it needs. */
function newIds() {
  return {
    contactId: uuidv7(),
    phoneIdentityId: uuidv7(),
    bsuidIdentityId: uuidv7(),
    conversationId: uuidv7(),
    messageId: uuidv7(),
  };
}

type NewInbound = Omit<InboundMessage, "messagingServiceSid" | "accountSid" | "to"> &
  ReturnType<typeof newIds> & { organizationId: string; appId: string; serviceSid: string | null; outboxId: string };

interface Recorded {
  /** Of its place in the list. */
  index: number;
  conversationId: string;
  inboundSeq: number;
}

const record = inBatches(recordAll, { calls: 2, largest: 100, splitOn: isRefusal });

async function recordAll(messages: NewInbound[]): Promise<(Recorded | null)[]> {
  const results: (Recorded | null)[] = messages.map(() => null);
  try {
    for (const row of await callWithRows<Recorded>("recordInboundBatch", messages)) results[row.index] = row;
  } catch (error) {
    // Another process stored a copy of it in the meantime.
    const isKnown = messages.length === 1 && isRefusal(error) && error.code === "FD001";
    if (!isKnown) throw error;
  }
  return results;
}
