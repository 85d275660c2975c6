import type { Prisma } from "@/generated/prisma/client";
import type { TenantDatabase } from "../db/for-organization";
import { inBatches } from "../db/in-batches";
import { logger } from "../logger";

type Row = Omit<Prisma.GatewayRequestCreateManyInput, "organizationId">;

/**
 * Keeps what one request of the gateway took, in the background: nobody waits for it. Rows that come together share a
 * statement. One that cannot be written is logged; the request has been answered by then.
 */
export function recordRequest(db: TenantDatabase, row: Row): void {
  write({ db, row }).catch((error) => {
    logger.error({ err: error, organizationId: db.organizationId, gatewayRequestId: row.id }, "a request was not kept");
  });
}

const write = inBatches(writeAll, { calls: 1, largest: 200, splitOn: () => true });

async function writeAll(entries: { db: TenantDatabase; row: Row }[]): Promise<undefined[]> {
  const organizations = new Map(entries.map(({ db }) => [db.organizationId, db]));
  for (const [organizationId, db] of organizations) {
    const own = entries.filter((entry) => entry.db.organizationId === organizationId);
    await db.gatewayRequest.createMany({
      data: own.map(({ row }) => ({ ...row, organizationId })),
      skipDuplicates: true,
    });
  }
  return entries.map(() => undefined);
}
