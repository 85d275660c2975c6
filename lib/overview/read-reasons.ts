import type { TenantDatabase } from "../db/for-organization";
import { tenantQuery } from "../db/tenant-query";
import { periodParameters } from "./in-period";
import { personNeeded } from "./person-needed";
import type { Period } from "./resolve-period";
import type { Reason } from "./schema";

const shown = 6;

/** Why a person was needed in a period, the most frequent reasons first. */
export async function readReasons(db: TenantDatabase, period: Period): Promise<Reason[]> {
  return tenantQuery<Reason & { conversations: number }>(db, statement, periodParameters(period).slice(0, 4));
}

const statement = `
  SELECT "reason", count(DISTINCT "conversationId")::int AS "conversations"
  FROM (${personNeeded}) AS "needed"
  WHERE "current"
  GROUP BY 1
  ORDER BY 2 DESC, 1
  LIMIT ${shown}`;
