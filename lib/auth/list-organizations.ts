import { database } from "../db/client";

/** The organisations that somebody belongs to, by name. */
export async function listOrganizations(userId: string): Promise<{ slug: string; name: string }[]> {
  return database().prisma.organization.findMany({
    where: { memberships: { some: { userId } } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { slug: true, name: true },
  });
}
