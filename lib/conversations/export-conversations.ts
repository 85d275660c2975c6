import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import { type CsvCell, csvResponse } from "../csv";
import type { TenantDatabase } from "../db/for-organization";
import { listConversations } from "./list-conversations";
import { listNotes, type NoteView } from "./notes";
import type { Reader } from "./reader";
import type { ConversationFilter, ConversationRow, ExportFormat } from "./schema";

interface ExportedMessage {
  id: string;
  at: Date;
  direction: string;
  author: string;
  kind: string;
  text: string;
  files: number;
  delivery: string;
  errorCode: number | null;
  error: string | null;
  version: number | null;
  model: string | null;
  inputTokens: number | null;
  outputTokens: number | null;
  costMicros: number | null;
  currency: string | null;
  rating: string | null;
  ratingReason: string | null;
  betterAnswer: string | null;
}

interface ExportedConversation {
  id: string;
  customer: string;
  number: string | null;
  needsPerson: string | null;
  needsPersonSummary: string | null;
  reviewedAt: Date | null;
  notes: NoteView[];
  messages: AsyncIterable<ExportedMessage>;
}

const conversationsAtOnce = 50;
const messagesAtOnce = 500;

/**
 * The conversations that the filter lets through, with all their messages, as a file for a browser to save. Streamed:
 * however many there are, one page of them is held in memory. The audit log tells who took what.
 */
export async function exportConversations(
  db: TenantDatabase,
  actor: Actor,
  { format, filter, reader }: { format: ExportFormat; filter: ConversationFilter; reader?: Reader | undefined },
): Promise<Response> {
  await recordAudit(db, actor, {
    action: "conversations.exported",
    subject: format.toUpperCase(),
    after: withoutWords(filter),
  });
  const name = `conversations-${new Date().toISOString().slice(0, 10)}.${format}`;
  const conversations = readAll(db, filter, reader);
  return format === "csv" ? csvResponse(name, head, toRows(conversations)) : jsonResponse(name, conversations);
}

/** What was asked for, without the words that were searched: those may be a customer's. */
function withoutWords({ q, ids, from, to, ...rest }: ConversationFilter) {
  return JSON.parse(
    JSON.stringify({ ...rest, from, to, ...(q && { search: "yes" }), ...(ids && { conversations: ids.length }) }),
  );
}

async function* readAll(
  db: TenantDatabase,
  filter: ConversationFilter,
  reader: Reader | undefined,
): AsyncGenerator<ExportedConversation> {
  let cursor: string | undefined;
  do {
    const page = await listConversations(db, { ...filter, limit: conversationsAtOnce, cursor }, reader);
    for (const row of page.data) yield await describeConversation(db, row);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}

async function describeConversation(db: TenantDatabase, row: ConversationRow): Promise<ExportedConversation> {
  return {
    id: row.id,
    customer: row.contact.name,
    number: row.contact.hidden ? null : row.contact.address,
    needsPerson: row.needsPerson?.reason ?? null,
    needsPersonSummary: row.needsPerson?.summary ?? null,
    reviewedAt: row.reviewedAt,
    notes: await listNotes(db, row.id),
    messages: readMessages(db, row.id),
  };
}

async function* readMessages(db: TenantDatabase, conversationId: string): AsyncGenerator<ExportedMessage> {
  let after: string | undefined;
  for (;;) {
    const messages = await findMessages(db, conversationId, after);
    for (const message of messages) yield toExported(message);
    after = messages.at(-1)?.id;
    if (messages.length < messagesAtOnce) return;
  }
}

function findMessages(db: TenantDatabase, conversationId: string, after: string | undefined) {
  return db.message.findMany({
    where: { conversationId, ...(after && { id: { gt: after } }) },
    orderBy: { id: "asc" },
    take: messagesAtOnce,
    include: {
      replyRun: {
        include: {
          version: { select: { number: true } },
          rating: { select: { verdict: true, reason: true, betterAnswer: true } },
        },
      },
    },
  });
}

/** Tokens and cost are those of the whole answer and stand with its first part, so that a column adds up. */
function toExported(message: Awaited<ReturnType<typeof findMessages>>[number]): ExportedMessage {
  const run = message.replyRun;
  const whole = message.part === 0 && !message.toolCallId ? run : null;
  return {
    id: message.id,
    at: message.createdAt,
    direction: message.direction,
    author: message.author,
    kind: message.kind,
    text: message.text,
    files: Array.isArray(message.media) ? message.media.length : 0,
    delivery: message.deliveryState,
    errorCode: message.errorCode,
    error: message.errorMessage,
    version: run?.version.number ?? null,
    model: run?.model ?? null,
    inputTokens: whole?.inputTokens ?? null,
    outputTokens: whole?.outputTokens ?? null,
    costMicros: whole?.costMicros == null ? null : Number(whole.costMicros),
    currency: whole?.costMicros == null ? null : whole.currency,
    rating: whole?.rating?.verdict ?? null,
    ratingReason: whole?.rating?.reason || null,
    betterAnswer: whole?.rating?.betterAnswer || null,
  };
}

const head = [
  "Conversation,Customer,Number,Time (UTC),Direction,Author,Kind,Text,Files,Delivery,Error code,Error,Version,Model",
  "Input tokens,Output tokens,Cost (micro-units),Currency,Rating,Why,Better answer",
].flatMap((line) => line.split(","));

/** A row for each message, and one for each note where it stands by its time. */
async function* toRows(conversations: AsyncIterable<ExportedConversation>): AsyncGenerator<CsvCell[]> {
  for await (const { id, customer, number, notes, messages } of conversations) {
    const start: CsvCell[] = [id, customer, number];
    const waiting = [...notes];
    for await (const message of messages) {
      while (waiting[0] && waiting[0].createdAt < message.at) yield noteRow(start, waiting.shift() as NoteView);
      yield [...start, ...cellsOf(message)];
    }
    for (const note of waiting) yield noteRow(start, note);
  }
}

function cellsOf({ id: _, ...message }: ExportedMessage): CsvCell[] {
  return Object.values(message);
}

function noteRow(start: CsvCell[], note: NoteView): CsvCell[] {
  const cells = [...start, note.createdAt, "internal", note.authorName, "note", note.text];
  return [...cells, ...Array.from({ length: head.length - cells.length }, () => null)];
}

function jsonResponse(name: string, conversations: AsyncIterable<ExportedConversation>): Response {
  const chunks = jsonOf(conversations);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void (await chunks.return(undefined)),
  });
  return new Response(body, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

async function* jsonOf(conversations: AsyncIterable<ExportedConversation>): AsyncGenerator<string> {
  let between = '{"conversations":[';
  for await (const { messages, ...conversation } of conversations) {
    const list: ExportedMessage[] = [];
    for await (const message of messages) list.push(message);
    yield `${between}\n${JSON.stringify({ ...conversation, messages: list })}`;
    between = ",";
  }
  yield between === "," ? "\n]}\n" : `${between}]}\n`;
}
