import type { TenantDatabase } from "../db/for-organization";
import { tenantQuery } from "../db/tenant-query";
import { deliveryProblem } from "../twilio/error-codes";
import type { Period } from "./resolve-period";
import type { Delivery } from "./schema";

interface Row {
  deliveryState: string;
  errorCode: number | null;
  count: number;
}

/** How far the messages that went out in a period have come, and why the others did not arrive. */
export async function readDelivery(db: TenantDatabase, { from, to }: Period): Promise<Delivery> {
  const rows = await tenantQuery<Row>(db, statement, [from, to]);
  const count = (...states: string[]) =>
    rows.filter(({ deliveryState }) => states.includes(deliveryState)).reduce((sum, row) => sum + row.count, 0);
  const failures = rows
    .filter(({ deliveryState }) => deliveryState === "failed")
    .map(({ errorCode, count }) => ({ code: errorCode, count, sentence: deliveryProblem(errorCode ?? 0).sentence }))
    .sort((a, b) => b.count - a.count);
  return {
    sent: count("sent", "delivered", "read"),
    delivered: count("delivered", "read"),
    read: count("read"),
    failed: count("failed"),
    failures,
  };
}

const statement = `
  SELECT "deliveryState"::text,
    CASE WHEN "deliveryState" = 'failed' THEN nullif("errorCode", 0) END AS "errorCode",
    count(*)::int AS "count"
  FROM "Message"
  WHERE "organizationId" = $1 AND "direction" = 'outbound'
    AND "createdAt" >= $2::timestamptz AND "createdAt" < $3::timestamptz
  GROUP BY 1, 2`;
