import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import type { TenantDatabase } from "../db/for-organization";
import { getConversation } from "./get-conversation";
import { personOf } from "./notes";

/**
 * Says that somebody read it all and found nothing to do, or takes that back. It holds until the customer writes again.
 * Nobody is waited for any more then; taking it back does not bring that back.
 *
 * @throws AppError `not_found` for a conversation that is not there
 */
export async function markReviewed(
  db: TenantDatabase,
  actor: Actor,
  conversationId: string,
  reviewed: boolean,
): Promise<void> {
  const { id, contact, reviewedAt, needsPerson } = await getConversation(db, conversationId);
  if ((reviewedAt !== null) === reviewed && !(reviewed && needsPerson)) return;
  const now = new Date();
  await db.$transaction(async (tx) => {
    await tx.conversation.update({
      where: { id },
      data: reviewed
        ? { reviewedAt: now, reviewedById: personOf(actor), updatedAt: now, ...nobodyNeeded }
        : { reviewedAt: null, reviewedById: null, updatedAt: now },
    });
    const action = reviewed ? "conversation.reviewed" : "conversation.review_undone";
    await recordAudit(tx, actor, { action, subject: contact.name });
  });
}

const nobodyNeeded = { needsPersonAt: null, needsPersonReason: null, needsPersonSummary: null };
