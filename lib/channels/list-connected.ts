import { database } from "../db/client";

/** Organisations with a connected WhatsApp sender, in the order of their ids, after the given one. */
export async function listConnected(after: string | null, limit: number): Promise<string[]> {
  const apps = await database().prisma.whatsAppApp.findMany({
    where: { disconnectedAt: null, ...(after && { organizationId: { gt: after } }) },
    orderBy: { organizationId: "asc" },
    take: limit,
    select: { organizationId: true },
  });
  return apps.map(({ organizationId }) => organizationId);
}
