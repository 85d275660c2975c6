import type { ReplyOutcome } from "@/generated/prisma/enums";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { handOver } from "../outbox";
import { endStoppedTurn } from "./end-stopped-turn";
import { putOnTimeline, takeTurn } from "./turn";

/**
 * Ends a turn that the assistant could not answer: flags the conversation for a person and sends the version's fallback
 * text, once, that is not again while it is flagged. Does nothing when the customer wrote again meanwhile (that message
 * has its own attempt) or a person took over; a pause of the assistant has a text of its own. Safe to meet twice.
 *
 * @param inboundSeq of the message whose job failed: the turn, where it failed before it claimed one
 */
export async function giveUpTurn(db: TenantDatabase, conversationId: string, inboundSeq: number): Promise<void> {
  const open = await findOpenRun(db, conversationId, inboundSeq);
  if (open && (await endStoppedTurn(db, conversationId, open.turn, { replyRunId: open.id }))) return;
  const event = await db.$transaction(async (tx) => {
    const before = await tx.conversation.findUnique({
      where: { id: conversationId },
      select: { needsPersonAt: true, app: { select: { publishedVersion: { select: { fallbackText: true } } } } },
    });
    if (!before) return null;
    const run = await findOpenRun(tx, conversationId, inboundSeq);
    const turn = run?.turn ?? inboundSeq;
    const flag = {
      needsPersonAt: before.needsPersonAt ?? new Date(),
      needsPersonReason: run?.errorMessage ?? "The assistant could not answer.",
    };
    if (!(await takeTurn(tx, conversationId, turn, flag))) return null;
    if (run) {
      const ended = { outcome: outcomeOf(run), finishedAt: new Date() };
      await tx.replyRun.updateMany({ where: { id: run.id, outcome: "running" }, data: ended });
    }
    const fallbackText = run?.version.fallbackText ?? before.app.publishedVersion?.fallbackText ?? "";
    if (before.needsPersonAt || !fallbackText.trim()) return null;
    return putOnTimeline(tx, {
      organizationId: db.organizationId,
      conversationId,
      replyRunId: run?.id ?? null,
      turn,
      parts: [fallbackText.trim()],
      author: "system",
    });
  });
  if (event) handOver(event);
}

/** Not one that was begun for a message since. */
function findOpenRun(tx: TenantTransaction, conversationId: string, inboundSeq: number) {
  return tx.replyRun.findFirst({
    where: { conversationId, outcome: "running", turn: { lte: inboundSeq } },
    orderBy: { id: "desc" },
    select: {
      id: true,
      turn: true,
      answer: true,
      errorKind: true,
      errorMessage: true,
      version: { select: { fallbackText: true } },
    },
  });
}

function outcomeOf(run: { answer: string | null; errorKind: string | null }): ReplyOutcome {
  if (run.errorKind === "refused") return "refused";
  return run.answer !== null ? "empty" : "failed";
}
