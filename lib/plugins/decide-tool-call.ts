import type { z } from "zod";
import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import { replyWindow } from "../conversations/reply-window";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { AppError, notFound } from "../errors";
import { handOver, type OutboxRow, writeEvent } from "../outbox";
import { parseInput } from "../parse-input";
import { approvalHindrances } from "./approval-hindrance";
import { decisionSchema } from "./schema";

/**
 * What a person says of a call that waits. The conversation then wants an answer as if the customer had written: the
 * reply job carries out what was approved, and the assistant goes on. Throws `not_found`, and `conflict` when it no longer
 * waits, or when it is approved and nobody would carry it out.
 */
export async function decideToolCall(
  db: TenantDatabase,
  id: string,
  input: z.input<typeof decisionSchema>,
  actor: Actor,
): Promise<void> {
  const { decision, note } = parseInput(decisionSchema, input);
  const event = await db.$transaction(async (tx) => {
    const call = await tx.toolCall.findUnique({
      where: { id },
      include: { conversation: { select: { mode: true, app: { select: { mode: true } } } } },
    });
    if (!call?.conversation) throw notFound("tool call");
    if (decision === "approve") {
      const [hindrance] = await approvalHindrances(tx, [{ ...call, conversation: call.conversation }]);
      if (hindrance) throw new AppError("conflict", hindrance);
    }
    const state = decision === "approve" ? ("approved" as const) : ("refused" as const);
    const decided = { state, decidedById: actor.id, decidedByName: actor.name, decisionNote: note || null };
    const event = await endWait(tx, call, decided);
    if (!event) throw new AppError("conflict", "This call no longer waits: look at what became of it.");
    await recordAudit(tx, actor, {
      action: decision === "approve" ? "tool_call.approved" : "tool_call.refused",
      subject: `${call.pluginName}: ${call.toolName}`,
      after: { call: id, ...(note && { note }) },
    });
    return event;
  });
  handOver(event);
}

/** Ends a wait that nobody decided on, and flags the conversation for a person; puts it off where the customer has written since. */
export async function expireWait(
  db: TenantDatabase,
  call: { id: string; organizationId: string; conversationId: string | null },
  now: number,
): Promise<void> {
  const event = await db.$transaction(async (tx) => {
    const { conversationId } = call;
    if (!conversationId) return null;
    const conversation = await tx.conversation.findUniqueOrThrow({
      where: { id: conversationId },
      select: { lastInboundAt: true, needsPersonAt: true },
    });
    const { decideBefore } = replyWindow(conversation.lastInboundAt);
    if (decideBefore.getTime() > now) {
      await tx.toolCall.updateMany({ where: { id: call.id, state: "waiting" }, data: { expiresAt: decideBefore } });
      return null;
    }
    const event = await endWait(tx, call, { state: "expired", error: "Nobody decided in time." });
    if (event && !conversation.needsPersonAt) {
      const flag = { needsPersonAt: new Date(now), needsPersonReason: "Nobody decided on a tool call in time." };
      await tx.conversation.update({ where: { id: conversationId }, data: flag });
    }
    return event;
  });
  if (event) handOver(event);
}

/** Ends a wait, and makes the conversation want an answer to that. Null when it had ended already. */
export async function endWait(
  tx: TenantTransaction,
  { id, organizationId, conversationId }: { id: string; organizationId: string; conversationId: string | null },
  how: {
    state: "approved" | "refused" | "expired";
    error?: string;
    decidedById?: string | null;
    decidedByName?: string;
    decisionNote?: string | null;
  },
): Promise<OutboxRow | null> {
  if (!conversationId) return null;
  const now = new Date();
  const { count } = await tx.toolCall.updateMany({
    where: { id, state: "waiting" },
    data: { ...how, decidedAt: now, ...(how.state !== "approved" && { finishedAt: now }) },
  });
  if (count === 0) return null;
  const { inboundSeq } = await tx.conversation.update({
    where: { id: conversationId },
    data: { inboundSeq: { increment: 1 }, updatedAt: now },
    select: { inboundSeq: true },
  });
  await tx.toolCall.update({ where: { id }, data: { decisionSeq: inboundSeq } });
  return writeEvent(tx, "conversation/inbound.received", { organizationId, conversationId, inboundSeq });
}
