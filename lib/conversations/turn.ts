import { uuidv7 } from "uuidv7";
import type { ReplyOutcome } from "@/generated/prisma/enums";
import type { TenantTransaction } from "../db/for-organization";
import { type OutboxRow, writeEvent, writeEvents } from "../outbox";
import type { MessageTemplate } from "./schema";

/** Marks the turn answered if it is still the current one. The row lock that this takes decides every race. */
export async function takeTurn(
  tx: TenantTransaction,
  conversationId: string,
  turn: number,
  also: object,
): Promise<boolean> {
  const now = new Date();
  const { count } = await tx.conversation.updateMany({
    where: { id: conversationId, mode: "bot", inboundSeq: turn, answeredSeq: { lt: turn } },
    data: { answeredSeq: turn, lastMessageAt: now, updatedAt: now, ...also },
  });
  return count === 1;
}

/** What goes out in a turn, or by a call of a tool. */
export interface TimelineReply {
  organizationId: string;
  conversationId: string;
  replyRunId: string | null;
  /** Null for what a tool sends. */
  turn: number | null;
  toolCallId?: string;
  template?: MessageTemplate | undefined;
  parts: string[];
  author?: "assistant" | "system";
  /** How many parts the turn has already. */
  after?: number;
  /** The first part tells that an assistant answers. */
  discloses?: boolean;
}

/** Writes its parts, and the event that has them sent in order: hand it over afterwards. */
export async function putOnTimeline(tx: TenantTransaction, reply: TimelineReply): Promise<OutboxRow> {
  const { organizationId, conversationId } = reply;
  await tx.message.createMany({ data: toMessages(reply) });
  return writeEvent(tx, "conversation/outbound.ready", { organizationId, conversationId });
}

/** The same for several conversations. */
export async function putAllOnTimeline(tx: TenantTransaction, replies: TimelineReply[]): Promise<OutboxRow[]> {
  await tx.message.createMany({ data: replies.flatMap(toMessages) });
  const told = replies.map(({ organizationId, conversationId }) => ({ organizationId, conversationId }));
  return writeEvents(tx, "conversation/outbound.ready", told);
}

function toMessages(reply: TimelineReply) {
  const { organizationId, conversationId } = reply;
  return reply.parts.map((text, part) => ({
    id: uuidv7(),
    organizationId,
    conversationId,
    direction: "outbound" as const,
    author: reply.author ?? "assistant",
    text,
    turn: reply.turn,
    part: (reply.after ?? 0) + part,
    replyRunId: reply.replyRunId,
    toolCallId: reply.toolCallId ?? null,
    ...(reply.template && { template: reply.template }),
    discloses: part === 0 && Boolean(reply.discloses),
    deliveryState: "pending" as const,
  }));
}

/** Ends what is open of these conversations, whatever its turn: attempts whose jobs may be gone. Finish the one that counts first. */
export async function supersedeRuns(tx: TenantTransaction, conversationIds: string[]): Promise<void> {
  await tx.replyRun.updateMany({
    where: { conversationId: { in: conversationIds }, outcome: "running" },
    data: { outcome: "superseded", finishedAt: new Date() },
  });
}

/** Another attempt at the same turn may have taken this one for overtaken; the one that took the turn says how it ended. */
export function finishRun(tx: TenantTransaction, id: string, outcome: ReplyOutcome): Promise<void> {
  return finishRuns(tx, [id], outcome);
}

export async function finishRuns(tx: TenantTransaction, ids: string[], outcome: ReplyOutcome): Promise<void> {
  const tookTurn = outcome === "answered" || outcome === "checking" || outcome === "paused" || outcome === "fixed";
  const from: ReplyOutcome[] = tookTurn ? ["running", "superseded"] : ["running"];
  await tx.replyRun.updateMany({
    where: { id: { in: ids }, outcome: { in: from } },
    data: { outcome, finishedAt: new Date() },
  });
}
