import type { AppMode, Author } from "@/generated/prisma/enums";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { handOver } from "../outbox";
import { stoppedSentences } from "./end-stopped-turn";
import { putOnTimeline } from "./turn";

/** A message that is about to be sent. */
interface Pending {
  conversationId: string;
  author: Author;
  attempts: number;
  turn: number | null;
  toolCallId: string | null;
  replyRunId: string | null;
  conversation: { app: { mode: AppMode; fixedText: string | null } };
}

/**
 * Takes back what is left of an answer that was committed before the kill switch was thrown, and puts the fixed text in
 * its place; and what a tool wanted to say, in whose turn the customer gets that text. Only parts for which no call to
 * Twilio was ever begun: others may be on their way. Returns whether it did; false as well when somebody was faster.
 */
export async function withdrawAnswer(db: TenantDatabase, message: Pending): Promise<boolean> {
  const { conversationId, author, attempts, turn, toolCallId } = message;
  const { mode, fixedText } = message.conversation.app;
  if (mode !== "fixed" || !fixedText || author !== "assistant" || attempts > 0) return false;
  if (turn === null && toolCallId === null) return false;
  const { withdrawn, event } = await db.$transaction(async (tx) => {
    // Who begins a call changes the state first, in a statement of its own: one of the two finds nothing.
    const unsent = { conversationId, turn, toolCallId, author, deliveryState: "pending", attempts: 0 } as const;
    const { count } = await tx.message.deleteMany({ where: unsent });
    if (count === 0) return { withdrawn: false, event: null };
    await flag(tx, conversationId);
    if (turn === null) return { withdrawn: true, event: null };
    return { withdrawn: true, event: await putFixedText(tx, db.organizationId, { ...message, turn }, fixedText) };
  });
  if (event) handOver(event);
  return withdrawn;
}

async function putFixedText(
  tx: TenantTransaction,
  organizationId: string,
  { conversationId, turn, replyRunId }: Pending & { turn: number },
  text: string,
) {
  const { _max } = await tx.message.aggregate({ where: { conversationId, turn }, _max: { part: true } });
  if (replyRunId)
    await tx.replyRun.updateMany({ where: { id: replyRunId, outcome: "answered" }, data: { outcome: "fixed" } });
  const after = (_max.part ?? -1) + 1;
  return putOnTimeline(tx, {
    organizationId,
    conversationId,
    replyRunId,
    turn,
    parts: [text],
    after,
    author: "system",
  });
}

async function flag(tx: TenantTransaction, conversationId: string): Promise<void> {
  const { needsPersonAt } = await tx.conversation.findUniqueOrThrow({
    where: { id: conversationId },
    select: { needsPersonAt: true },
  });
  const flagged = { needsPersonAt: new Date(), needsPersonReason: stoppedSentences.fixed };
  await tx.conversation.update({
    where: { id: conversationId },
    data: { updatedAt: new Date(), ...(!needsPersonAt && flagged) },
  });
}
