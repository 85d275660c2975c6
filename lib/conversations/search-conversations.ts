import type { TenantDatabase } from "../db/for-organization";
import { tenantQuery } from "../db/tenant-query";

/** What a search found. Where something is said too often to list it all, the conversations have to be asked one by one. */
export interface SearchHits {
  ids: string[];
  /** The query to ask of their messages; undefined when `ids` has all that say it. */
  alsoWords?: string;
  /** The same for the customer's name. */
  alsoNames?: string;
}

/** More places than this are not listed: a word that is so common is met soon enough by walking through the newest. */
const mostPlaces = 3_000;
const shortestBeginning = 3;
const fewestDigits = 3;

/**
 * Looks for words in what was said and in customers' names, and for digits in their numbers. Words are compared whole
 * and without regard to case; the last one, and each word of a name, may be a beginning. A number may be written with or
 * without spaces, country code or leading zero.
 */
export async function searchConversations(db: TenantDatabase, q: string): Promise<SearchHits> {
  const words = q.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const [inMessages, inNames, byNumber] = await Promise.all([
    words.length > 0 ? findInMessages(db, messageQuery(words)) : [],
    words.length > 0 ? findInNames(db, nameQuery(words)) : [],
    findByNumber(db, q),
  ]);
  const wordsAreCommon = inMessages.length > mostPlaces;
  const nameIsCommon = inNames.length > mostPlaces;
  const listed = [...(wordsAreCommon ? [] : inMessages), ...(nameIsCommon ? [] : inNames), ...byNumber];
  return {
    ids: [...new Set(listed.map((row) => row.id))],
    ...(wordsAreCommon && { alsoWords: messageQuery(words) }),
    ...(nameIsCommon && { alsoNames: nameQuery(words) }),
  };
}

interface Hit {
  id: string;
}

function messageQuery(words: string[]): string {
  const last = words.length - 1;
  return words.map((word, at) => lexeme(word, at === last && word.length >= shortestBeginning)).join(" & ");
}

function nameQuery(words: string[]): string {
  return words.map((word) => lexeme(word, true)).join(" & ");
}

/** Quoted, so that nothing in it is taken for an operator of the query. */
function lexeme(word: string, beginning: boolean): string {
  return `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}'${beginning ? ":*" : ""}`;
}

/** With the organisation's own word: see the migration that makes the index. A query without any word finds nothing. */
const ownAnd = (place: string) => `@@ (('''@' || $1::text || '''')::tsquery && to_tsquery('simple', ${place}))
  AND numnode(to_tsquery('simple', ${place})) > 0`;

function findInMessages(db: TenantDatabase, query: string): Promise<Hit[]> {
  return tenantQuery<Hit>(
    db,
    `SELECT m."conversationId" AS "id" FROM "Message" m WHERE m."organizationId" = $1
       AND "searchWords"(m."organizationId", m."text") ${ownAnd("$2")} LIMIT ${mostPlaces + 1}`,
    [query],
  );
}

function findInNames(db: TenantDatabase, query: string): Promise<Hit[]> {
  return tenantQuery<Hit>(
    db,
    `SELECT c."id" FROM "Contact" t
       JOIN "WhatsAppApp" a ON a."organizationId" = t."organizationId"
       JOIN "Conversation" c ON c."whatsAppAppId" = a."id" AND c."contactId" = t."id" AND c."organizationId" = $1
     WHERE t."organizationId" = $1
       AND "searchWords"(t."organizationId", t."displayName") ${ownAnd("$2")} LIMIT ${mostPlaces + 1}`,
    [query],
  );
}

async function findByNumber(db: TenantDatabase, q: string): Promise<Hit[]> {
  if (!/^[+\d\s().\-/]+$/.test(q)) return [];
  // A leading zero stands for the country code, which the stored number has.
  const digits = q.replace(/\D/g, "").replace(/^0+/, "");
  if (digits.length < fewestDigits) return [];
  return tenantQuery<Hit>(
    db,
    `SELECT c."id" FROM "ContactIdentity" i
       JOIN "WhatsAppApp" a ON a."organizationId" = i."organizationId"
       JOIN "Conversation" c ON c."whatsAppAppId" = a."id" AND c."contactId" = i."contactId" AND c."organizationId" = $1
     WHERE i."organizationId" = $1 AND i."kind" = 'phone' AND i."value" LIKE '%' || $2 || '%'
     LIMIT ${mostPlaces}`,
    [digits],
  );
}
