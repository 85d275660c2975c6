import type { TenantTransaction } from "../db/for-organization";

/** A conversation as the reply job needs it: what waits for an answer, and the version that gives it. */
export type UnansweredTurn = NonNullable<Awaited<ReturnType<typeof findUnanswered>>>;

const longestBurst = 50;
const fixedSettleMs = 1_000;

/**
 * What waits for the assistant's answer in this conversation: messages, oldest first (at most the newest 50), or what a
 * person decided of a tool call, or both. Null when nothing does, a person has the conversation, or the app has no
 * published version or no number any more.
 */
export async function findUnanswered(db: TenantTransaction, conversationId: string) {
  const conversation = await db.conversation.findUnique({
    where: { id: conversationId },
    select: {
      id: true,
      mode: true,
      inboundSeq: true,
      answeredSeq: true,
      needsPersonAt: true,
      app: {
        select: {
          publishedVersion: { include: { model: { select: { model: true, currency: true } } } },
          mode: true,
          disconnectedAt: true,
        },
      },
      messages: {
        where: { seq: { not: null } },
        orderBy: { seq: "desc" },
        take: longestBurst,
        select: { seq: true, createdAt: true },
      },
    },
  });
  const version = conversation?.app.publishedVersion;
  if (!conversation || !version || conversation.mode !== "bot") return null;
  if (conversation.app.disconnectedAt) return null;
  if (conversation.inboundSeq <= conversation.answeredSeq) return null;
  const messages = conversation.messages.filter((message) => (message.seq ?? 0) > conversation.answeredSeq).reverse();
  const { mode } = conversation.app;
  return { conversationId, turn: conversation.inboundSeq, version, mode, messages };
}

/**
 * How long to wait, in ms, before answering, so that several short messages become one turn: `settleMs` after the last
 * one, but never longer than `settleCapMs` after the first that is unanswered. The kill switch waits less: just so long
 * that three short messages do not get its text three times. A decision alone waits for nothing.
 */
export function settleWait({ version, mode, messages }: UnansweredTurn, now = Date.now()): number {
  const [first] = messages;
  const last = messages.at(-1);
  if (!first || !last) return 0;
  const longest = mode === "fixed" ? fixedSettleMs : Number.POSITIVE_INFINITY;
  const quietAt = last.createdAt.getTime() + Math.min(version.settleMs, longest);
  const capAt = first.createdAt.getTime() + Math.min(version.settleCapMs, longest);
  return Math.max(0, Math.min(quietAt, capAt) - now);
}
