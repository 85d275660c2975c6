import { uuidv7 } from "uuidv7";
import type { AppMode } from "@/generated/prisma/enums";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { handOver, type OutboxRow } from "../outbox";
import { finishRun, putOnTimeline, supersedeRuns, takeTurn } from "./turn";

/** Why a conversation is flagged for a person, by what the app does instead of letting the assistant answer. */
export const stoppedSentences = {
  paused: "The assistant is paused.",
  fixed: "The kill switch is on.",
} as const satisfies Record<Exclude<AppMode, "open">, string>;

/** Whether no assistant answers in this conversation: it is paused, or the kill switch is on. */
export async function isStopped(db: TenantTransaction, conversationId: string): Promise<boolean> {
  return (await db.conversation.count({ where: { id: conversationId, app: { mode: { not: "open" } } } })) > 0;
}

/**
 * Ends a turn without the model because the assistant is paused or the kill switch is on. The conversation is flagged for
 * a person. A pause sends its text if there is one and this pause has not sent it yet; the kill switch answers each turn
 * with its fixed text. Safe to meet twice. Returns false when the assistant answers, or the turn is no longer the one to
 * answer.
 *
 * @param run the attempt that was ended, or what to write down of one that never began
 */
export async function endStoppedTurn(
  db: TenantDatabase,
  conversationId: string,
  turn: number,
  run: EndedRun,
): Promise<boolean> {
  const { taken, event } = await db.$transaction(async (tx) => {
    if (!(await isStopped(tx, conversationId)) || !(await takeTurn(tx, conversationId, turn, {})))
      return { taken: false, event: null };
    return { taken: true, event: await endTurn(tx, db.organizationId, conversationId, turn, run) };
  });
  if (event) handOver(event);
  return taken;
}

export type EndedRun =
  | { replyRunId: string }
  | { appVersionId: string; model: string; currency: string; settleMs: number };

/** In a transaction that has taken the turn. Returns the event to hand over, if there is something to send. */
export async function endTurn(
  tx: TenantTransaction,
  organizationId: string,
  conversationId: string,
  turn: number,
  run: EndedRun,
): Promise<OutboxRow | null> {
  const { app, pauseNoticeAt, needsPersonAt } = await tx.conversation.findUniqueOrThrow({
    where: { id: conversationId },
    select: {
      pauseNoticeAt: true,
      needsPersonAt: true,
      app: { select: { mode: true, pausedAt: true, pausedText: true, fixedText: true } },
    },
  });
  // Opened again between two statements: the turn was taken, and so it ends as it would have before.
  const mode = app.mode === "fixed" ? "fixed" : "paused";
  const replyRunId = await recordRun(tx, organizationId, conversationId, turn, run, mode);
  await supersedeRuns(tx, [conversationId]);
  const saysSo = mode === "fixed" || (app.pausedAt !== null && pauseNoticeAt?.getTime() !== app.pausedAt.getTime());
  const text = saysSo ? (mode === "fixed" ? app.fixedText : app.pausedText)?.trim() : undefined;
  await tx.conversation.update({
    where: { id: conversationId },
    data: {
      ...(!needsPersonAt && { needsPersonAt: new Date(), needsPersonReason: stoppedSentences[mode] }),
      ...(mode === "paused" && text && { pauseNoticeAt: app.pausedAt }),
    },
  });
  if (!text) return null;
  return putOnTimeline(tx, { organizationId, conversationId, replyRunId, turn, parts: [text], author: "system" });
}

/** An attempt that had begun ends here; a turn that no attempt was begun for leaves a trace of its own. */
async function recordRun(
  tx: TenantTransaction,
  organizationId: string,
  conversationId: string,
  turn: number,
  run: EndedRun,
  outcome: "paused" | "fixed",
): Promise<string> {
  if ("replyRunId" in run) {
    await finishRun(tx, run.replyRunId, outcome);
    return run.replyRunId;
  }
  const id = uuidv7();
  await tx.replyRun.create({
    data: { id, organizationId, conversationId, turn, ...run, outcome, finishedAt: new Date() },
  });
  return id;
}
