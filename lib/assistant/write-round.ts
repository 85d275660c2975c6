import type { ReplyRun } from "@/generated/prisma/client";
import { findSender } from "../channels/find-sender";
import { turnIsCurrent } from "../conversations/claim-turn";
import { endStoppedTurn } from "../conversations/end-stopped-turn";
import type { TenantDatabase } from "../db/for-organization";
import { ModelError } from "../gateway/model-error";
import { logger } from "../logger";
import { showTyping } from "../twilio/send-message";
import { askModel } from "./ask-model";
import { readTurn } from "./read-turn";
import { recordRound } from "./record-round";
import { isRecorded } from "./reply-rounds";
import { answeringOf } from "./version-content";
import { watchTurn } from "./watch-turn";

/**
 * How one call of the model ended.
 *
 * - `written`: the answer stands on the ReplyRun; `empty`: it says nothing.
 * - `tools`: these calls are to be run, then the model is asked again.
 * - `asks`: the same, but a person decides on another call first, and the turn ends with saying so.
 * - `overtaken`: the customer wrote again, a person took over or the assistant was stopped.
 */
export type WrittenRound = { kind: "written" | "empty" | "overtaken" } | { kind: "tools" | "asks"; callIds: string[] };

/**
 * Asks the published version's model once for a claimed turn: for the answer, or for what tools to call before it. What it
 * says is kept on the ReplyRun and in ToolCall rows; the job only learns how it ended and the rows' ids, so that no
 * customer's words stand in the job server's state. Stops the model as soon as the customer writes again, a person takes
 * over or the assistant is stopped. Safe to meet twice: a round that was recorded is used. Throws ModelError.
 */
export async function writeRound(db: TenantDatabase, replyRunId: string, round: number): Promise<WrittenRound> {
  const run = await db.replyRun.findUniqueOrThrow({ where: { id: replyRunId }, include: { version: true } });
  if (run.outcome !== "running") return { kind: "overtaken" };
  const recorded = await tellRecorded(db, run, round);
  if (recorded) return recorded;
  if (!(await turnIsCurrent(db, run.conversationId, run.turn))) return overtaken(db, run);
  const answering = answeringOf(run.version);
  const turn = await readTurn(db, run, answering);
  if (round === 0) void showTypingSign(db, run.conversationId, run.turn);
  const watch = watchTurn(run.conversationId, () => turnIsCurrent(db, run.conversationId, run.turn));
  try {
    const mayCall = round < answering.maxToolSteps;
    const completion = await askModel(db, answering, turn.history, {
      rounds: turn.rounds,
      tools: turn.tools,
      mayCall,
      signal: watch.signal,
    });
    const grown = await recordRound(db, run, round, completion, mayCall ? turn : null);
    return (grown && (await tellRecorded(db, grown, round))) ?? overtaken(db, run);
  } catch (error) {
    if (watch.signal.aborted) return overtaken(db, run);
    if (error instanceof ModelError) await noteError(db, replyRunId, error);
    throw error;
  } finally {
    watch.stop();
  }
}

/** Null when this round has not been written yet. */
async function tellRecorded(
  db: TenantDatabase,
  { id, steps, answer }: Pick<ReplyRun, "id" | "steps" | "answer">,
  round: number,
): Promise<WrittenRound | null> {
  if (!isRecorded({ answer, steps }, round)) return null;
  if (answer !== null) return { kind: answer.trim() ? "written" : "empty" };
  const calls = await db.toolCall.findMany({
    where: { replyRunId: id, round },
    orderBy: { position: "asc" },
    select: { id: true, state: true },
  });
  const callIds = calls.filter(({ state }) => state === "approved" || state === "running").map((call) => call.id);
  return { kind: calls.some(({ state }) => state === "waiting") ? "asks" : "tools", callIds };
}

/** Nobody waits for it, and an answer never fails because of it. */
async function showTypingSign(db: TenantDatabase, conversationId: string, turn: number): Promise<void> {
  try {
    const [sender, newest] = await Promise.all([
      findSender(db.organizationId),
      db.message.findFirst({ where: { conversationId, seq: turn }, select: { providerSid: true } }),
    ]);
    if (sender && newest?.providerSid) await showTyping(sender, newest.providerSid);
  } catch (error) {
    logger.warn({ err: error, conversationId }, "could not show the typing sign");
  }
}

/** By a newer message or a person, who see to it themselves; or by a pause, which ends the turn. */
async function overtaken(
  db: TenantDatabase,
  { id: replyRunId, conversationId, turn }: Pick<ReplyRun, "id" | "conversationId" | "turn">,
): Promise<WrittenRound> {
  if (await endStoppedTurn(db, conversationId, turn, { replyRunId })) return { kind: "overtaken" };
  await db.replyRun.updateMany({
    where: { id: replyRunId, outcome: "running" },
    data: { outcome: "superseded", finishedAt: new Date() },
  });
  return { kind: "overtaken" };
}

async function noteError(db: TenantDatabase, replyRunId: string, error: ModelError): Promise<void> {
  await db.replyRun.update({ where: { id: replyRunId }, data: { errorKind: error.kind, errorMessage: error.message } });
}
