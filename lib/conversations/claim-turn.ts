import { uuidv7 } from "uuidv7";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { endStoppedTurn } from "./end-stopped-turn";
import { supersedeRuns } from "./turn";
import { findUnanswered, type UnansweredTurn } from "./unanswered";

export interface ClaimedTurn {
  replyRunId: string;
  /** The inboundSeq up to which the answer goes. */
  turn: number;
  /** Tool calls that a person approved and nobody has carried out, or not to their end. */
  approvedCallIds: string[];
}

/**
 * Begins one attempt to answer everything that is unanswered, and leaves a ReplyRun to tell of it. Where this version's
 * attempt at the very turn is still open, it is gone on with: its job may be waiting for another try, and each of its
 * steps is safe to meet twice. Any other that is open was overtaken. Returns null when there is nothing to answer, when
 * the customer wrote in this moment (that message has its own job), and while the assistant is paused or the kill switch
 * is on, which ends the turn.
 *
 * @param settleMs how long the job waited before it
 * @param found what `findUnanswered` gave just now; left out, it is asked
 */
export async function claimTurn(
  db: TenantDatabase,
  conversationId: string,
  settleMs: number,
  found?: UnansweredTurn,
): Promise<ClaimedTurn | null> {
  const unanswered = found ?? (await findUnanswered(db, conversationId));
  if (!unanswered) return null;
  const { turn, version, mode } = unanswered;
  if (mode !== "open") {
    await endStoppedTurn(db, conversationId, turn, { appVersionId: version.id, ...version.model, settleMs });
    return null;
  }
  return db.$transaction(async (tx) => {
    // The row lock decides: of two that claim in the same moment, the second finds the attempt of the first.
    const { count } = await tx.conversation.updateMany({
      where: { id: conversationId, inboundSeq: turn, answeredSeq: { lt: turn } },
      data: { updatedAt: new Date() },
    });
    if (count === 0) return null;
    const runs = await tx.replyRun.findMany({
      where: { conversationId, outcome: "running" },
      orderBy: { id: "desc" },
      select: { id: true, turn: true, appVersionId: true },
    });
    const calls = await tx.toolCall.findMany({
      where: { conversationId, state: { in: ["approved", "running"] } },
      orderBy: { id: "asc" },
      select: { id: true, state: true, decidedAt: true },
    });
    const open = runs.find((run) => run.turn === turn && run.appVersionId === version.id);
    // Of the open attempt, those that nobody decided are met again where its rounds are.
    const decided = calls.filter(({ decidedAt, state }) => decidedAt !== null && (open || state === "approved"));
    const claimed = { turn, approvedCallIds: decided.map(({ id }) => id) };
    if (open) return { replyRunId: open.id, ...claimed };

    if (runs.length > 0) await supersedeRuns(tx, [conversationId]);
    if (calls.length > decided.length) await endCalls(tx, conversationId);
    const replyRunId = uuidv7();
    await tx.replyRun.createMany({
      data: [
        {
          id: replyRunId,
          organizationId: db.organizationId,
          conversationId,
          appVersionId: version.id,
          ...version.model,
          turn,
          settleMs,
        },
      ],
    });
    return { replyRunId, ...claimed };
  });
}

/** Those of attempts that were overtaken: their jobs are gone, and nobody will tell how a call that was begun ended. */
async function endCalls(tx: TenantTransaction, conversationId: string): Promise<void> {
  const finishedAt = new Date();
  await tx.toolCall.updateMany({
    where: { conversationId, state: "running" },
    data: { state: "unknown", error: "It was cut off before it said how it ended.", finishedAt },
  });
  await tx.toolCall.updateMany({
    where: { conversationId, state: "approved", decidedAt: null },
    data: { state: "expired", error: "The customer wrote again before it was begun." },
  });
}

/** Whether the turn is still the one to answer: nothing newer came, no person took over, nobody answered it, no pause, no kill switch. */
export async function turnIsCurrent(db: TenantDatabase, conversationId: string, turn: number): Promise<boolean> {
  const found = await db.conversation.count({
    where: { id: conversationId, mode: "bot", inboundSeq: turn, answeredSeq: { lt: turn }, app: { mode: "open" } },
  });
  return found === 1;
}

/** Whether the assistant has this conversation at all: no person took over, no pause, no kill switch. */
export async function assistantMayAct(db: TenantDatabase, conversationId: string): Promise<boolean> {
  return (await db.conversation.count({ where: { id: conversationId, mode: "bot", app: { mode: "open" } } })) === 1;
}
