import type { TenantDatabase } from "../db/for-organization";
import { tenantQuery } from "../db/tenant-query";
import { bucketOf, inEither, periodParameters } from "./in-period";
import type { Period } from "./resolve-period";
import type { Traffic } from "./schema";

export interface TrafficReport {
  now: Traffic;
  before: Traffic;
  /** One for each of the period's columns. */
  columns: Traffic[];
}

/** Messages in and out of a period, of the one before, and of each column of the chart. */
export async function readTraffic(db: TenantDatabase, period: Period): Promise<TrafficReport> {
  const rows = await tenantQuery<Traffic & { bucket: number }>(db, statement, periodParameters(period));
  const of = (wanted: number): Traffic => {
    const { bucket: _, ...traffic } = rows.find(({ bucket }) => bucket === wanted) ?? { bucket: wanted, ...nothing };
    return traffic;
  };
  const columns = period.starts.map((_, index) => of(index + 1));
  return { now: sum(columns), before: of(0), columns };
}

const at = '"createdAt"';
const statement = `
  SELECT ${bucketOf(at)} AS "bucket",
    count(*) FILTER (WHERE "direction" = 'inbound')::int AS "in",
    count(*) FILTER (WHERE "direction" = 'outbound')::int AS "out",
    count(*) FILTER (WHERE "direction" = 'outbound' AND "author" = 'assistant')::int AS "assistant",
    count(*) FILTER (WHERE "direction" = 'outbound' AND "author" = 'person')::int AS "people",
    count(*) FILTER (WHERE "direction" = 'outbound' AND "author" = 'system')::int AS "fixed",
    count(*) FILTER (WHERE "direction" = 'outbound' AND "deliveryState" = 'failed')::int AS "failed"
  FROM "Message"
  WHERE "organizationId" = $1 AND ${inEither(at)}
  GROUP BY 1`;

const nothing: Traffic = { in: 0, out: 0, assistant: 0, people: 0, fixed: 0, failed: 0 };

function sum(columns: Traffic[]): Traffic {
  const total = { ...nothing };
  for (const column of columns) {
    for (const key of Object.keys(nothing) as (keyof Traffic)[]) total[key] += column[key];
  }
  return total;
}
