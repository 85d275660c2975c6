import { uuidv7 } from "uuidv7";
import type { TenantDatabase } from "../db/for-organization";
import { endStoppedTurn } from "./end-stopped-turn";
import { findUnanswered } from "./unanswered";

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
 */
export async function claimTurn(
  db: TenantDatabase,
  conversationId: string,
  settleMs: number,
): Promise<ClaimedTurn | null> {
  const unanswered = await findUnanswered(db, conversationId);
  if (!unanswered) return null;
  const { turn, version, mode } = unanswered;
  const model = await db.organizationModel.findUniqueOrThrow({
    where: { id: version.organizationModelId },
    select: { model: true, currency: true },
  });
  if (mode !== "open") {
    await endStoppedTurn(db, conversationId, turn, { appVersionId: version.id, ...model, settleMs });
    return null;
  }
  return db.$transaction(async (tx) => {
    // The row lock decides: of two that claim in the same moment, the second finds the attempt of the first.
    const { count } = await tx.conversation.updateMany({
      where: { id: conversationId, inboundSeq: turn, answeredSeq: { lt: turn } },
      data: { updatedAt: new Date() },
    });
    if (count === 0) return null;
    const open = await tx.replyRun.findFirst({
      where: { conversationId, outcome: "running", turn, appVersionId: version.id },
      orderBy: { id: "desc" },
      select: { id: true },
    });
    const begun = await tx.toolCall.findMany({
      where: { conversationId, state: { in: ["approved", "running"] } },
      orderBy: { id: "asc" },
      select: { id: true, state: true, decidedAt: true },
    });
    const decided = begun.filter(({ decidedAt }) => decidedAt);
    // Those of the attempt itself are met again where its rounds are.
    if (open) return { replyRunId: open.id, turn, approvedCallIds: decided.map(({ id }) => id) };

    await tx.replyRun.updateMany({
      where: { conversationId, outcome: "running" },
      data: { outcome: "superseded", finishedAt: new Date() },
    });
    const { id: replyRunId } = await tx.replyRun.create({
      data: {
        id: uuidv7(),
        organizationId: db.organizationId,
        conversationId,
        appVersionId: version.id,
        model: model.model,
        currency: model.currency,
        turn,
        settleMs,
      },
      select: { id: true },
    });
    const running = begun.filter(({ state }) => state === "running");
    const neverAsked = begun.filter(({ state, decidedAt }) => state === "approved" && !decidedAt);
    if (running.length > 0) await tx.toolCall.updateMany({ where: stillOf(running, "running"), data: cutOff() });
    if (neverAsked.length > 0) {
      await tx.toolCall.updateMany({ where: stillOf(neverAsked, "approved"), data: neverBegun });
    }
    const approved = decided.filter(({ state }) => state === "approved");
    return { replyRunId, turn, approvedCallIds: approved.map(({ id }) => id) };
  });
}

function stillOf(calls: { id: string }[], state: "approved" | "running") {
  return { id: { in: calls.map(({ id }) => id) }, state };
}

/** Of the attempt that was overtaken: its job is gone, and nobody will tell how the call ended. */
function cutOff() {
  return { state: "unknown" as const, error: "It was cut off before it said how it ended.", finishedAt: new Date() };
}

const neverBegun = { state: "expired" as const, error: "The customer wrote again before it was begun." };

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
