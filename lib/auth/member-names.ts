import type { TenantDatabase } from "../db/for-organization";

/** Who did something, as the panel calls them; for the ids of users, null being the system itself. */
export async function memberNames(
  db: TenantDatabase,
  userIds: Iterable<string | null>,
): Promise<(userId: string | null) => string> {
  const ids = [...new Set(userIds)].filter((id) => id !== null);
  const members = await db.membership.findMany({
    where: { userId: { in: ids } },
    select: { userId: true, user: { select: { name: true } } },
  });
  const names = new Map(members.map(({ userId, user }) => [userId, user.name]));
  return (userId) => (userId === null ? "Frontdesk" : (names.get(userId) ?? "A former member"));
}
