import { uuidv7 } from "uuidv7";
import type { TenantDatabase } from "../db/for-organization";
import { endStoppedTurn } from "./end-stopped-turn";
import { findUnanswered } from "./unanswered";

export interface ClaimedTurn {
  replyRunId: string;
  /** The inboundSeq up to which the answer goes. */
  turn: number;
  /** Tool calls that a person approved and nobody has carried out. */
  approvedCallIds: string[];
}

/**
 * Begins one attempt to answer everything that is unanswered, and leaves a ReplyRun to tell of it. An older attempt of
 * this conversation that is still open was overtaken. Returns null when there is nothing to answer, and while the
 * assistant is paused or the kill switch is on, which ends the turn.
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
  const begun = await db.toolCall.findMany({
    where: { conversationId, state: { in: ["approved", "running"] } },
    orderBy: { id: "asc" },
    select: { id: true, state: true, decidedAt: true },
  });
  const running = begun.filter(({ state }) => state === "running");
  const undecided = begun.filter(({ state, decidedAt }) => state === "approved" && !decidedAt);
  const approved = begun.filter(({ state, decidedAt }) => state === "approved" && decidedAt);
  const replyRunId = uuidv7();
  await db.$transaction([
    db.replyRun.updateMany({
      where: { conversationId, outcome: "running" },
      data: { outcome: "superseded", finishedAt: new Date() },
    }),
    db.replyRun.create({
      data: {
        id: replyRunId,
        organizationId: db.organizationId,
        conversationId,
        appVersionId: version.id,
        model: model.model,
        currency: model.currency,
        turn,
        settleMs,
      },
    }),
    ...(running.length > 0 ? [db.toolCall.updateMany({ where: stillOf(running, "running"), data: cutOff() })] : []),
    ...(undecided.length > 0
      ? [db.toolCall.updateMany({ where: stillOf(undecided, "approved"), data: neverBegun })]
      : []),
    db.conversation.update({ where: { id: conversationId }, data: { updatedAt: new Date() } }),
  ]);
  return { replyRunId, turn, approvedCallIds: approved.map(({ id }) => id) };
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
