import type { TenantDatabase } from "../db/for-organization";
import { tenantQuery } from "../db/tenant-query";
import { inEither, periodParameters } from "./in-period";
import { personNeeded } from "./person-needed";
import type { Period } from "./resolve-period";
import type { ConversationTotals } from "./schema";

/**
 * How many conversations a period had, and how the assistant did in them; the same of the period before. An answer that
 * Twilio could not deliver answered nobody.
 */
export async function readConversationTotals(
  db: TenantDatabase,
  period: Period,
): Promise<{ now: ConversationTotals; before: ConversationTotals }> {
  const rows = await tenantQuery<ConversationTotals & { current: boolean }>(
    db,
    statement,
    periodParameters(period).slice(0, 4),
  );
  const of = (wanted: boolean) => {
    const row = rows.find(({ current }) => current === wanted);
    return { total: row?.total ?? 0, answeredAlone: row?.answeredAlone ?? 0, flagged: row?.flagged ?? 0 };
  };
  return { now: of(true), before: of(false) };
}

const statement = `
  WITH "active" AS (
    SELECT "createdAt" >= $2::timestamptz AS "current", "conversationId",
      bool_or("direction" = 'inbound') AS "wrote",
      bool_or("author" = 'assistant' AND "deliveryState" IS DISTINCT FROM 'failed') AS "answered",
      bool_or("author" = 'person') AS "person"
    FROM "Message"
    WHERE "organizationId" = $1 AND ${inEither('"createdAt"')}
    GROUP BY 1, 2
  ), "flagged" AS (
    SELECT DISTINCT "current", "conversationId" FROM (${personNeeded}) AS "needed"
  )
  SELECT "current",
    count(*) FILTER (WHERE "wrote")::int AS "total",
    count(*) FILTER (WHERE "wrote" AND "answered" AND NOT "person" AND "flagged"."conversationId" IS NULL)::int AS "answeredAlone",
    count("flagged"."conversationId")::int AS "flagged"
  FROM "active" FULL JOIN "flagged" USING ("current", "conversationId")
  GROUP BY 1`;
