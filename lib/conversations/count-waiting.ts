import type { TenantDatabase } from "../db/for-organization";

/** How many conversations wait for a person. By the time of it as well, for which there is an index. */
export async function countWaiting(db: TenantDatabase): Promise<number> {
  return db.conversation.count({ where: { needsPersonAt: { not: null }, needsPersonReason: { not: null } } });
}
