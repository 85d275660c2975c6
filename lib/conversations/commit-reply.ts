import type { ReplyOutcome } from "@/generated/prisma/enums";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { handOver } from "../outbox";
import { endTurn, isStopped } from "./end-stopped-turn";
import { finishRun, putOnTimeline, takeTurn } from "./turn";

export interface Reply {
  conversationId: string;
  replyRunId: string;
  turn: number;
  /** How the run ends with it: `checking` while a person decides first. */
  outcome?: "answered" | "checking";
  parts: string[];
  /** The parts with the disclosure, for a customer who has not had it yet; left out: there is none. */
  firstParts?: string[] | undefined;
}

/**
 * The point of no return: puts the parts of an answer on the timeline, to be sent, unless the customer wrote again, a
 * person took over or the assistant was paused meanwhile; then nothing of it is kept. One transaction, and safe to meet
 * twice: a turn is answered once, and the disclosure said once. Returns whether this call answered it.
 */
export async function commitReply(db: TenantDatabase, reply: Reply): Promise<boolean> {
  const { organizationId } = db;
  const { conversationId, replyRunId, turn, outcome = "answered", parts, firstParts } = reply;
  const { answered, event } = await db.$transaction(async (tx) => {
    if (!(await takeTurn(tx, conversationId, turn, {}))) {
      await finishRun(tx, replyRunId, await whyDropped(tx, conversationId));
      return { answered: false, event: null };
    }
    if (await isStopped(tx, conversationId))
      return { answered: false, event: await endTurn(tx, organizationId, conversationId, turn, { replyRunId }) };
    await finishRun(tx, replyRunId, outcome);
    const discloses = firstParts !== undefined && !(await wasDisclosed(tx, conversationId));
    const said = { organizationId, conversationId, replyRunId, turn, discloses, parts: discloses ? firstParts : parts };
    return { answered: true, event: await putOnTimeline(tx, said) };
  });
  if (event) handOver(event);
  return answered;
}

/** What certainly did not arrive was not said. */
export async function wasDisclosed(tx: TenantTransaction, conversationId: string): Promise<boolean> {
  const said = await tx.message.findFirst({
    where: { conversationId, discloses: true, deliveryState: { not: "failed" } },
    select: { id: true },
  });
  return said !== null;
}

async function whyDropped(tx: TenantTransaction, conversationId: string): Promise<ReplyOutcome> {
  const now = await tx.conversation.findUnique({ where: { id: conversationId }, select: { mode: true } });
  return now?.mode === "bot" ? "superseded" : "taken_over";
}
