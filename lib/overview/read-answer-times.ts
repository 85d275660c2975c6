import type { TenantDatabase } from "../db/for-organization";
import { tenantQuery } from "../db/tenant-query";
import { bucketOf, inEither, periodParameters } from "./in-period";
import type { Period } from "./resolve-period";
import type { AnswerTimes } from "./schema";

export interface AnswerTimesReport {
  now: AnswerTimes;
  before: AnswerTimes;
  columns: AnswerTimes[];
}

/**
 * How long the assistant's answers of a period took, of the period before, and of each column: from the customer's last
 * word to the call that sends the first part. Percentiles are interpolated (SQL's percentile_cont).
 */
export async function readAnswerTimes(db: TenantDatabase, period: Period): Promise<AnswerTimesReport> {
  const rows = await tenantQuery<AnswerTimes & { bucket: number | null; current: boolean }>(
    db,
    statement,
    periodParameters(period),
  );
  const of = (matches: (row: (typeof rows)[number]) => boolean) => pick(rows.find(matches));
  return {
    now: of(({ bucket, current }) => bucket === null && current),
    before: of(({ bucket, current }) => bucket === null && !current),
    columns: period.starts.map((_, index) => of(({ bucket }) => bucket === index + 1)),
  };
}

/** A question older than this, before the earlier of the two periods, is not looked for: an index then finds the others. */
const longestAnswer = "interval '2 days'";

const statement = `
  WITH "answers" AS (
    SELECT reply."createdAt" >= $2::timestamptz AS "current",
      ${bucketOf('reply."createdAt"')} AS "bucket",
      greatest(0, extract(epoch FROM reply."attemptedAt" - asked."createdAt") * 1000)::float8 AS "ms"
    FROM "Message" reply
    JOIN "Message" asked
      ON asked."organizationId" = $1 AND asked."conversationId" = reply."conversationId" AND asked."seq" = reply."turn"
      AND asked."createdAt" >= $4::timestamptz - ${longestAnswer} AND asked."createdAt" < $3::timestamptz
    WHERE reply."organizationId" = $1 AND reply."author" = 'assistant' AND reply."part" = 0
      AND reply."attemptedAt" IS NOT NULL AND ${inEither('reply."createdAt"')}
  )
  SELECT "bucket", "current", count(*)::int AS "answers",
    percentile_cont(0.5) WITHIN GROUP (ORDER BY "ms") AS "medianMs",
    percentile_cont(0.95) WITHIN GROUP (ORDER BY "ms") AS "p95Ms"
  FROM "answers"
  GROUP BY GROUPING SETS (("current"), ("bucket", "current"))`;

function pick(row: AnswerTimes | undefined): AnswerTimes {
  return row
    ? { answers: row.answers, medianMs: rounded(row.medianMs), p95Ms: rounded(row.p95Ms) }
    : { answers: 0, medianMs: null, p95Ms: null };
}

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}
