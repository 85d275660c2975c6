import { database } from "../db/client";

/** Organisations that have connected an MCP server, in the order of their ids, after the given one. */
export async function listWithPlugins(after: string | null, limit: number): Promise<string[]> {
  const plugins = await database().prisma.plugin.findMany({
    where: { kind: "mcp", ...(after && { organizationId: { gt: after } }) },
    distinct: ["organizationId"],
    orderBy: { organizationId: "asc" },
    take: limit,
    select: { organizationId: true },
  });
  return plugins.map(({ organizationId }) => organizationId);
}
