import type { Prisma } from "@/generated/prisma/client";
import type { TenantDatabase } from "../db/for-organization";
import { AppError } from "../errors";
import type { AuditFilter, AuditPageRequest } from "./schema";

export interface AuditEntryView {
  id: string;
  createdAt: Date;
  /** Who did it, as they were called then; `userId` is null for the system. */
  actor: { userId: string | null; apiTokenId: string | null; name: string };
  action: string;
  subject: string;
  /** Only the fields that changed; secrets masked. */
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  address: string | null;
  userAgent: string | null;
}

export interface AuditPage {
  data: AuditEntryView[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** The entries that fit the filter, newest first. Throws `invalid` for a cursor that is not one of this list. */
export async function listAudit(
  db: TenantDatabase,
  { cursor, limit, ...filter }: AuditPageRequest,
): Promise<AuditPage> {
  const rows = await db.auditEntry.findMany({
    where: { AND: [conditions(filter), cursor ? olderThan(cursor) : {}] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    data: page.map(view),
    nextCursor: last && rows.length > limit ? `${last.createdAt.getTime()}_${last.id}` : null,
  };
}

const batch = 500;

/** All of them, page by page, for an export. */
export async function* eachAuditEntry(db: TenantDatabase, filter: AuditFilter): AsyncGenerator<AuditEntryView> {
  let cursor: string | undefined;
  do {
    const page = await listAudit(db, { ...filter, cursor, limit: batch });
    yield* page.data;
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}

export interface AuditChoices {
  people: { id: string; name: string }[];
  actions: string[];
}

/** Whom and what the log can be filtered by: those that are in it. */
export async function auditChoices(db: TenantDatabase): Promise<AuditChoices> {
  const [people, actions] = await Promise.all([
    db.auditEntry.groupBy({
      by: ["userId"],
      where: { userId: { not: null }, apiTokenId: null },
      _max: { actorName: true },
    }),
    db.auditEntry.groupBy({ by: ["action"], orderBy: { action: "asc" } }),
  ]);
  return {
    people: people
      .flatMap(({ userId, _max }) => (userId ? [{ id: userId, name: _max.actorName ?? "" }] : []))
      .sort((a, b) => a.name.localeCompare(b.name)),
    actions: actions.map(({ action }) => action),
  };
}

function conditions({ who, what, from, to }: AuditFilter): Prisma.AuditEntryWhereInput {
  return {
    ...(who && { userId: who }),
    ...(what && { action: what.includes(".") ? what : { startsWith: `${what}.` } }),
    ...((from || to) && { createdAt: { ...(from && { gte: from }), ...(to && { lt: to }) } }),
  };
}

function olderThan(cursor: string): Prisma.AuditEntryWhereInput {
  const [, time, id] = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(cursor) ?? [];
  if (!time || !id) {
    const sentence = "This cursor is not one of this list. Start again without a cursor.";
    throw new AppError("invalid", sentence, { fields: { cursor: "is not a cursor of this list" } });
  }
  const at = new Date(Number(time));
  // The first condition is implied by the second: it lets the index start at the right place.
  return { createdAt: { lte: at }, OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: id } }] };
}

function view(row: Awaited<ReturnType<TenantDatabase["auditEntry"]["findFirstOrThrow"]>>): AuditEntryView {
  const { id, createdAt, userId, apiTokenId, actorName, action, subject, address, userAgent } = row;
  const [before, after] = [row.before, row.after] as (Record<string, unknown> | null)[];
  return {
    id,
    createdAt,
    actor: { userId, apiTokenId, name: actorName },
    action,
    subject,
    before: before ?? null,
    after: after ?? null,
    address,
    userAgent,
  };
}
