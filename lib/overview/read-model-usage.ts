import type { TenantDatabase } from "../db/for-organization";
import { tenantQuery } from "../db/tenant-query";
import { inEither, periodParameters } from "./in-period";
import type { Period } from "./resolve-period";
import type { ModelUsage } from "./schema";

/** Tokens and cost by model, the dearest first, in a period and in the one before; also of answers that were not sent. */
export async function readModelUsage(
  db: TenantDatabase,
  period: Period,
): Promise<{ now: ModelUsage[]; before: ModelUsage[] }> {
  const rows = await tenantQuery<ModelUsage & { current: boolean }>(
    db,
    statement,
    periodParameters(period).slice(0, 4),
  );
  const of = (wanted: boolean) =>
    rows.filter(({ current }) => current === wanted).map(({ current: _, ...usage }) => usage);
  return { now: of(true), before: of(false) };
}

const statement = `
  SELECT "startedAt" >= $2::timestamptz AS "current", "model", "currency",
    count(*)::int AS "answers",
    coalesce(sum("inputTokens"), 0)::float8 AS "inputTokens",
    coalesce(sum("outputTokens"), 0)::float8 AS "outputTokens",
    coalesce(sum("costMicros"), 0)::float8 AS "costMicros",
    count(*) FILTER (WHERE "costMicros" IS NULL)::int AS "withoutPrice"
  FROM "ReplyRun"
  WHERE "organizationId" = $1 AND "inputTokens" IS NOT NULL AND ${inEither('"startedAt"')}
  GROUP BY 1, 2, 3
  ORDER BY "costMicros" DESC, "model"`;
