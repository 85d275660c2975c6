import type { TenantDatabase } from "../db/for-organization";
import { tenantQuery } from "../db/tenant-query";
import type { CallerUsage } from "./schema";

const dayMs = 24 * 60 * 60 * 1000;

/** What each caller of the gateway used within so many days until now; who used it last stands first. */
export async function readGatewayUsage(
  db: TenantDatabase,
  { days }: { days: number },
): Promise<{ from: Date; data: CallerUsage[] }> {
  const from = new Date(Date.now() - days * dayMs);
  return { from, data: await tenantQuery<CallerUsage>(db, statement, [from]) };
}

const statement = `
  SELECT "apiTokenId", "userId", (array_agg("callerName" ORDER BY "createdAt" DESC))[1] AS "name", "currency",
    count(*)::int AS "requests",
    count(*) FILTER (WHERE "status" >= 400)::int AS "failures",
    sum("rounds")::int AS "rounds",
    sum("toolCalls")::int AS "toolCalls",
    coalesce(sum("inputTokens"), 0)::float8 AS "inputTokens",
    coalesce(sum("outputTokens"), 0)::float8 AS "outputTokens",
    coalesce(sum("costMicros"), 0)::float8 AS "costMicros",
    count(*) FILTER (WHERE "costMicros" IS NULL AND "inputTokens" IS NOT NULL)::int AS "withoutPrice",
    max("createdAt") AS "lastUsedAt"
  FROM "GatewayRequest"
  WHERE "organizationId" = $1 AND "createdAt" >= $2::timestamptz
  GROUP BY "apiTokenId", "userId", "currency"
  ORDER BY "lastUsedAt" DESC`;
