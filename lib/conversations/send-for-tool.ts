import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { AppError, notFound } from "../errors";
import { handOver } from "../outbox";
import { wasDisclosed } from "./commit-reply";
import { isWindowOpen } from "./reply-window";
import type { MessageTemplate } from "./schema";
import { putOnTimeline } from "./turn";

/** What a tool says to the customer of a conversation. */
export interface ToolMessage {
  /** The call's row: it sends once, however often it is met. */
  toolCallId: string;
  conversationId: string;
  parts: string[];
  /** The parts with the disclosure, for a customer who has not had it yet; left out: there is none. */
  firstParts?: string[] | undefined;
  /** Aborted before it is committed, nothing is sent. */
  signal?: AbortSignal | undefined;
  /** An approved template, which goes out at any time; `parts` is its text. Left out: free text, within the window. */
  template?: MessageTemplate;
}

/**
 * Puts what a tool says on the timeline, to be sent like an answer and before the answer of its turn. One transaction,
 * and safe to meet twice. Returns the parts that go out.
 *
 * @throws AppError `not_found` for a conversation that is not there; `conflict` when a person has it, the assistant is
 *   paused or switched to a fixed text, or WhatsApp's window has closed
 */
export async function sendForTool(db: TenantDatabase, message: ToolMessage): Promise<string[]> {
  const { toolCallId, conversationId } = message;
  const { parts, event } = await db.$transaction(async (tx) => {
    await lockConversation(tx, conversationId);
    const sent = await findSent(tx, toolCallId);
    if (sent.length > 0) return { parts: sent, event: null };
    await refuseUnlessAllowed(tx, message);
    message.signal?.throwIfAborted();
    const discloses = message.firstParts !== undefined && !(await wasDisclosed(tx, conversationId));
    const parts = (discloses && message.firstParts) || message.parts;
    const event = await putOnTimeline(tx, {
      organizationId: db.organizationId,
      conversationId,
      replyRunId: await findRunOf(tx, toolCallId),
      turn: null,
      toolCallId,
      template: message.template,
      discloses,
      parts,
    });
    await tx.conversation.update({ where: { id: conversationId }, data: { lastMessageAt: new Date() } });
    return { parts, event };
  });
  if (event) handOver(event);
  return parts;
}

/** The row lock that this takes decides between two that meet the same call. */
async function lockConversation(tx: TenantTransaction, id: string): Promise<void> {
  const { count } = await tx.conversation.updateMany({ where: { id }, data: { updatedAt: new Date() } });
  if (count === 0) throw notFound("conversation");
}

async function findSent(tx: TenantTransaction, toolCallId: string): Promise<string[]> {
  const messages = await tx.message.findMany({
    where: { toolCallId },
    orderBy: { part: "asc" },
    select: { text: true },
  });
  return messages.map(({ text }) => text);
}

async function refuseUnlessAllowed(tx: TenantTransaction, { conversationId, template }: ToolMessage): Promise<void> {
  const { mode, lastInboundAt, app } = await tx.conversation.findUniqueOrThrow({
    where: { id: conversationId },
    select: { mode: true, lastInboundAt: true, app: { select: { mode: true } } },
  });
  if (mode !== "bot") throw new AppError("conflict", "A person has taken over this conversation: nothing was sent.");
  if (app.mode !== "open") throw new AppError("conflict", "The assistant is switched off: nothing was sent.");
  if (!template && !isWindowOpen(lastInboundAt)) {
    throw new AppError(
      "conflict",
      "More than 24 hours since the customer's last message: WhatsApp only allows an approved template. Nothing was sent; use send_template.",
    );
  }
}

async function findRunOf(tx: TenantTransaction, toolCallId: string): Promise<string | null> {
  const call = await tx.toolCall.findUnique({ where: { id: toolCallId }, select: { replyRunId: true } });
  return call?.replyRunId ?? null;
}
