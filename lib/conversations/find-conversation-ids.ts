import type { TenantDatabase } from "../db/for-organization";
import { tenantQuery } from "../db/tenant-query";
import type { Reader } from "./reader";
import type { ConversationFilter, ConversationStatus } from "./schema";
import { type SearchHits, searchConversations } from "./search-conversations";

/** The last conversation of the page before. */
export interface Cursor {
  lastMessageAt: Date;
  id: string;
}

interface Wanted {
  filter: ConversationFilter;
  after: Cursor | null;
  limit: number;
  reader: Reader | undefined;
}

/**
 * The ids of the conversations that the filter lets through, the one with the newest message first. In SQL by hand,
 * because the index that gives the order has to be walked from the cursor on, and the filters asked along the way.
 */
export async function findConversationIds(db: TenantDatabase, wanted: Wanted): Promise<string[]> {
  const { filter, limit } = wanted;
  const [hits, versionIds] = await Promise.all([
    filter.q ? searchConversations(db, filter.q) : null,
    findVersionIds(db, filter),
  ]);
  if (versionIds?.length === 0) return [];
  const parameters: unknown[] = [];
  const parameter: Parameter = (value) => `$${parameters.push(value) + 1}`;
  const some = hits?.alsoWords ? someAlongTheWay : someByJoin;
  const conditions = [
    ...pageConditions(wanted, parameter),
    ...(hits ? searchConditions(hits, parameter) : []),
    ...filterConditions(filter, parameter, some),
    ...(versionIds ? [answeredBy(versionIds, parameter, some)] : []),
    ...(filter.status ? [statusCondition(filter.status, wanted.reader, parameter)] : []),
  ];
  const rows = await tenantQuery<{ id: string }>(
    db,
    `SELECT c."id" FROM "Conversation" c WHERE ${['c."organizationId" = $1', ...conditions].join("\n AND ")}
     ORDER BY c."lastMessageAt" DESC, c."id" DESC LIMIT ${parameter(limit)}`,
    parameters,
  );
  return rows.map((row) => row.id);
}

/** Takes a value into the statement's parameters and returns its place. */
type Parameter = (value: unknown) => string;

function pageConditions({ after }: Wanted, parameter: Parameter): string[] {
  if (!after) return [];
  return [`(c."lastMessageAt", c."id") < (${parameter(after.lastMessageAt)}, ${parameter(after.id)}::uuid)`];
}

/** Whether a conversation has such a row, in one of two ways. */
type Some = (table: string, where: string) => string;

/** PostgreSQL may begin with the rows where they are rare. */
const someByJoin: Some = (table, where) => `EXISTS (SELECT FROM ${table} WHERE ${where})`;

/**
 * For each conversation by itself, cheap ones first: where every conversation has to be asked for its words as well, which
 * costs far more, and which PostgreSQL would do before it joins.
 */
const someAlongTheWay: Some = (table, where) => `coalesce((SELECT true FROM ${table} WHERE ${where} LIMIT 1), false)`;

/** Not EXISTS, which PostgreSQL would answer by reading every message beforehand. */
function searchConditions({ ids, alsoWords, alsoNames }: SearchHits, parameter: Parameter): string[] {
  const any = [`c."id" = ANY(${parameter(ids)}::uuid[])`];
  if (alsoWords) {
    const says = `to_tsvector('simple', left(m."text", 20000)) @@ to_tsquery('simple', ${parameter(alsoWords)})`;
    any.push(someAlongTheWay('"Message" m', `${ofThis("m")} AND ${says}`));
  }
  if (alsoNames) {
    const isCalled = `to_tsvector('simple', left(t."displayName", 20000)) @@ to_tsquery('simple', ${parameter(alsoNames)})`;
    any.push(someAlongTheWay('"Contact" t', `t."organizationId" = $1 AND t."id" = c."contactId" AND ${isCalled}`));
  }
  return [`(${any.join(" OR ")})`];
}

const ofThis = (alias: string) => `${alias}."organizationId" = $1 AND ${alias}."conversationId" = c."id"`;

function filterConditions(filter: ConversationFilter, parameter: Parameter, some: Some): string[] {
  const conditions: string[] = [];
  if (filter.ids) conditions.push(`c."id" = ANY(${parameter(filter.ids)}::uuid[])`);
  if (filter.channel) conditions.push(`c."channel" = ${parameter(filter.channel)}::"Channel"`);
  if (filter.failed !== undefined) {
    const hasFailed = some('"Message" m', `${ofThis("m")} AND m."deliveryState" = 'failed'`);
    conditions.push(filter.failed ? hasFailed : `NOT ${hasFailed}`);
  }
  const { from, to } = filter;
  if (from) conditions.push(`c."lastMessageAt" >= ${parameter(from)}`);
  if (to) conditions.push(`c."createdAt" < ${parameter(to)}`);
  if (from || to) {
    const bounds = [
      ...(from ? [`m."createdAt" >= ${parameter(from)}`] : []),
      ...(to ? [`m."createdAt" < ${parameter(to)}`] : []),
    ];
    conditions.push(some('"Message" m', [ofThis("m"), ...bounds].join(" AND ")));
  }
  return conditions;
}

/** Looked up beforehand: only by the ids themselves can PostgreSQL tell whether they answered often or hardly ever. */
async function findVersionIds(db: TenantDatabase, { version, model }: ConversationFilter): Promise<string[] | null> {
  if (version === undefined && model === undefined) return null;
  const versions = await db.appVersion.findMany({
    where: { number: version, model: model === undefined ? undefined : { model } },
    select: { id: true },
  });
  return versions.map((found) => found.id);
}

function answeredBy(versionIds: string[], parameter: Parameter, some: Some): string {
  const byThem = `r."outcome" = 'answered' AND r."appVersionId" = ANY(${parameter(versionIds)}::uuid[])`;
  return some('"ReplyRun" r', `${ofThis("r")} AND ${byThem}`);
}

function statusCondition(status: ConversationStatus, reader: Reader | undefined, parameter: Parameter): string {
  switch (status) {
    case "waiting":
      return `c."needsPersonReason" IS NOT NULL AND c."needsPersonAt" IS NOT NULL`;
    case "unanswered":
      return `c."inboundSeq" > c."answeredSeq"`;
    case "paused":
      return `c."id" IN (SELECT r."conversationId" FROM "ReplyRun" r WHERE r."organizationId" = $1
        AND r."outcome" IN ('paused', 'fixed') AND r."turn" = c."inboundSeq")`;
    case "reviewed":
      return `c."reviewedAt" >= c."lastInboundAt"`;
    case "unreviewed":
      return `(c."reviewedAt" IS NULL OR c."reviewedAt" < c."lastInboundAt")`;
    case "unread":
      return reader ? unreadBy(reader, parameter) : "false";
  }
}

function unreadBy({ userId, since }: Reader, parameter: Parameter): string {
  return `c."lastInboundAt" > coalesce((SELECT r."readAt" FROM "ConversationRead" r WHERE r."organizationId" = $1
    AND r."conversationId" = c."id" AND r."userId" = ${parameter(userId)}::uuid), ${parameter(since)}::timestamptz)`;
}
