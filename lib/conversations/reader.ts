import type { TenantDatabase } from "../db/for-organization";

/** The member who reads, and since when: what customers wrote before somebody became a member is not unread to them. */
export interface Reader {
  userId: string;
  since: Date;
}

/** Undefined when nobody reads, such as a program with a token of its own, or somebody who is no member. */
export async function findReader(db: TenantDatabase, userId: string | null): Promise<Reader | undefined> {
  if (!userId) return undefined;
  const membership = await db.membership.findFirst({ where: { userId }, select: { createdAt: true } });
  return membership ? { userId, since: membership.createdAt } : undefined;
}

/** Remembers that the reader has seen everything up to `until`; never turns the clock back. */
export async function markRead(db: TenantDatabase, conversationId: string, userId: string, until: Date): Promise<void> {
  const { organizationId } = db;
  const { count } = await db.conversationRead.updateMany({
    where: { conversationId, userId, readAt: { lt: until } },
    data: { readAt: until },
  });
  if (count > 0) return;
  // There is one that is newer, or none: then two pages that open at once make one row.
  await db.conversationRead.createMany({
    data: [{ organizationId, conversationId, userId, readAt: until }],
    skipDuplicates: true,
  });
}
