import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import type { TenantDatabase } from "../db/for-organization";
import { getConversation } from "./get-conversation";
import { getReceipt } from "./get-receipt";
import { personOf } from "./notes";
import type { RatingInput } from "./schema";

/**
 * Keeps what a member thinks of a reply; the last one holds.
 *
 * @throws AppError `not_found` when the conversation has no such run here
 */
export async function rateReply(
  db: TenantDatabase,
  actor: Actor,
  { conversationId, runId }: { conversationId: string; runId: string },
  rating: RatingInput,
): Promise<void> {
  const [{ contact }, { rating: before }] = await Promise.all([
    getConversation(db, conversationId),
    getReceipt(db, conversationId, runId),
  ]);
  const { organizationId } = db;
  const given = { ...rating, userId: personOf(actor), authorName: actor.name };
  await db.$transaction(async (tx) => {
    await tx.rating.upsert({
      where: { organizationId_replyRunId: { organizationId, replyRunId: runId } },
      create: { organizationId, replyRunId: runId, ...given },
      update: given,
    });
    await recordAudit(tx, actor, {
      action: "reply.rated",
      subject: contact.name,
      ...(before && { before: { verdict: before.verdict } }),
      after: { verdict: rating.verdict },
    });
    await tx.conversation.updateMany({ where: { id: conversationId }, data: { updatedAt: new Date() } });
  });
}

/** Takes the rating of a reply away; does nothing when there is none. Throws as `rateReply` does. */
export async function removeRating(
  db: TenantDatabase,
  actor: Actor,
  { conversationId, runId }: { conversationId: string; runId: string },
): Promise<void> {
  const [{ contact }, { rating: before }] = await Promise.all([
    getConversation(db, conversationId),
    getReceipt(db, conversationId, runId),
  ]);
  if (!before) return;
  await db.$transaction(async (tx) => {
    await tx.rating.deleteMany({ where: { replyRunId: runId } });
    await recordAudit(tx, actor, {
      action: "reply.rating_removed",
      subject: contact.name,
      before: { verdict: before.verdict },
    });
    await tx.conversation.updateMany({ where: { id: conversationId }, data: { updatedAt: new Date() } });
  });
}
