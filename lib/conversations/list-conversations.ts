import type { TenantDatabase } from "../db/for-organization";
import { AppError } from "../errors";
import { type Cursor, findConversationIds } from "./find-conversation-ids";
import { labelContact } from "./label-contact";
import type { Reader } from "./reader";
import type { ConversationFilter, ConversationRow, Page, PageRequest } from "./schema";

/** A run that is older than this was cut short: its conversation is not shown as being answered. */
const longestAnswerMs = 10 * 60_000;
const previewLength = 160;
const nobody = "00000000-0000-0000-0000-000000000000";

/**
 * The conversations of an organisation that the filter lets through, the one with the newest message first. Two queries
 * however long the page (a third and fourth where words are searched): which they are, and all that a row shows of them.
 * Pages follow each other without a gap or a repeat as long as nobody writes; who writes moves to the first page.
 *
 * @param reader for whom unread conversations are marked; left out, none are
 * @throws AppError `invalid` for a cursor that is not one of this list
 */
export async function listConversations(
  db: TenantDatabase,
  { cursor, limit, ...filter }: PageRequest & ConversationFilter,
  reader?: Reader,
): Promise<Page<ConversationRow>> {
  const after = cursor ? readCursor(cursor) : null;
  const ids = await findConversationIds(db, { filter, after, limit: limit + 1, reader });
  const stored = await db.conversation.findMany({
    where: { id: { in: ids.slice(0, limit) } },
    orderBy: [{ lastMessageAt: "desc" }, { id: "desc" }],
    select: conversationFields(reader),
  });
  const last = stored.at(-1);
  return {
    data: stored.map((row) => toRow(row, reader)),
    nextCursor: last && ids.length > limit ? `${last.lastMessageAt.getTime()}_${last.id}` : null,
  };
}

/** What a row is made of; also used for one conversation by itself. */
export function conversationFields(reader?: Reader) {
  return {
    id: true,
    customerAddress: true,
    inboundSeq: true,
    answeredSeq: true,
    lastInboundAt: true,
    lastMessageAt: true,
    needsPersonReason: true,
    needsPersonSummary: true,
    needsPersonAt: true,
    reviewedAt: true,
    channel: true,
    reads: { where: { userId: reader?.userId ?? nobody }, take: 1, select: { readAt: true } },
    contact: {
      select: { displayName: true, identities: { where: { kind: "phone" }, take: 1, select: { value: true } } },
    },
    messages: {
      orderBy: { id: "desc" },
      take: 1,
      select: { direction: true, author: true, kind: true, text: true, deliveryState: true, createdAt: true },
    },
    replyRuns: {
      where: { outcome: "running", startedAt: { gt: new Date(Date.now() - longestAnswerMs) } },
      take: 1,
      select: { id: true },
    },
  } as const;
}

type StoredConversation = Awaited<ReturnType<typeof findOne>>;
const findOne = (db: TenantDatabase) => db.conversation.findFirstOrThrow({ select: conversationFields() });

export function toRow(stored: StoredConversation, reader?: Reader): ConversationRow {
  const last = stored.messages[0];
  const { contact, lastInboundAt, lastMessageAt, reviewedAt } = stored;
  const readAt = stored.reads[0]?.readAt ?? reader?.since;
  return {
    id: stored.id,
    contact: labelContact(
      contact.displayName,
      stored.customerAddress,
      contact.identities.map((identity) => identity.value),
    ),
    lastMessage: last ? { ...last, text: last.text.replace(/\s+/g, " ").trim().slice(0, previewLength) } : null,
    needsPerson: stored.needsPersonReason
      ? {
          reason: stored.needsPersonReason,
          summary: stored.needsPersonSummary,
          since: stored.needsPersonAt ?? lastMessageAt,
        }
      : null,
    writing: stored.replyRuns.length > 0,
    failed: last?.deliveryState === "failed",
    unanswered: stored.inboundSeq > stored.answeredSeq,
    unread: readAt !== undefined && readAt < lastInboundAt,
    reviewedAt: reviewedAt && reviewedAt >= lastInboundAt ? reviewedAt : null,
    channel: stored.channel,
    lastInboundAt,
    lastMessageAt,
  };
}

function readCursor(cursor: string): Cursor {
  const [, time, id] = /^(\d{1,15})_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/.exec(cursor) ?? [];
  if (!time || !id) {
    throw new AppError("invalid", "This cursor is not one of this list. Start again without a cursor.", {
      fields: { cursor: "is not a cursor of this list" },
    });
  }
  return { lastMessageAt: new Date(Number(time)), id };
}
