import type { TenantDatabase } from "../db/for-organization";

/** How many health checks found something broken. */
export function countFailing(db: TenantDatabase): Promise<number> {
  return db.healthCheck.count({ where: { status: "broken" } });
}
