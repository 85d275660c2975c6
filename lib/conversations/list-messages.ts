import { z } from "zod";
import type { TenantDatabase } from "../db/for-organization";
import { AppError } from "../errors";
import {
  type MessageRow,
  messageExtras,
  messageTemplate,
  type Page,
  type PageRequest,
  type ReceiptStub,
  storedMedia,
} from "./schema";

/**
 * The messages of one conversation, newest first, in one query. An unknown conversation has none: ask `getConversation`
 * where the difference matters.
 *
 * @throws AppError `invalid` for a cursor that is not one of this list
 */
export async function listMessages(
  db: TenantDatabase,
  conversationId: string,
  { cursor, limit }: PageRequest,
): Promise<Page<MessageRow>> {
  if (cursor && !z.uuid().safeParse(cursor).success) {
    throw new AppError("invalid", "This cursor is not one of this list. Start again without a cursor.", {
      fields: { cursor: "is not a cursor of this list" },
    });
  }
  const stored = await find(db, conversationId, cursor, limit + 1);
  const page = stored.slice(0, limit);
  return {
    data: page.map((message) => toRow(message, stored)),
    nextCursor: stored.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

type StoredMessage = Awaited<ReturnType<typeof find>>[number];

function find(db: TenantDatabase, conversationId: string, cursor: string | undefined, take: number) {
  return db.message.findMany({
    where: { conversationId, ...(cursor && { id: { lt: cursor } }) },
    orderBy: { id: "desc" },
    take,
    include: {
      replyRun: {
        select: {
          id: true,
          costMicros: true,
          currency: true,
          version: { select: { number: true } },
          rating: { select: { verdict: true } },
        },
      },
    },
  });
}

function toRow(message: StoredMessage, page: StoredMessage[]): MessageRow {
  const { id, direction, author, kind, text, deliveryState, errorCode, errorMessage, createdAt } = message;
  return {
    id,
    direction,
    author,
    kind,
    text,
    media: storedMedia.parse(message.media).map(({ contentType }) => ({ contentType })),
    extras: messageExtras.parse(message.extras),
    template: messageTemplate.nullable().catch(null).parse(message.template)?.contentSid ?? null,
    wantsAnswer: direction === "inbound" ? message.seq !== null : null,
    deliveryState,
    error: errorMessage || errorCode ? { code: errorCode, message: errorMessage ?? "Twilio refused it." } : null,
    version: message.replyRun?.version.number ?? null,
    receipt: receiptOf(message, page),
    createdAt,
  };
}

/** An answer has one receipt, however many parts it was split into: it hangs on the last. */
function receiptOf(message: StoredMessage, page: StoredMessage[]): ReceiptStub | null {
  const { replyRun: run, replyRunId, turn } = message;
  if (!run || message.toolCallId) return null;
  const parts = page.filter((other) => other.replyRunId === replyRunId && !other.toolCallId);
  if (parts.some((other) => (other.part ?? 0) > (message.part ?? 0))) return null;

  const asked = page.find((other) => other.seq !== null && other.seq === turn)?.createdAt;
  const attempts = parts.flatMap((part) => (part.attemptedAt ? [part.attemptedAt.getTime()] : []));
  const answerMs = asked && attempts.length > 0 ? Math.max(0, Math.min(...attempts) - asked.getTime()) : null;
  const cost = run.costMicros === null ? null : { micros: Number(run.costMicros), currency: run.currency };
  return { runId: run.id, answerMs, cost, verdict: run.rating?.verdict ?? null };
}
