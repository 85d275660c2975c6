import { forOrganization } from "../db/for-organization";
import { logger } from "../logger";
import { listWithPlugins } from "../organizations/list-with-plugins";
import { refreshPlugin } from "./plugins";

const pageSize = 50;
/** Of servers: a slow one keeps the others waiting for 15 s at most. */
const atOnce = 10;

/**
 * Lists anew the tools of every MCP server of the next fifty organisations after the given one, and returns the last of
 * them; null when there are no more. One that fails does not keep the others from being asked.
 */
export async function checkServers(after: string | null): Promise<string | null> {
  const organizationIds = await listWithPlugins(after, pageSize);
  const waiting: { organizationId: string; id: string }[] = [];
  for (const organizationId of organizationIds) {
    const servers = await forOrganization(organizationId).plugin.findMany({ where: { kind: "mcp" } });
    waiting.push(...servers.map(({ id }) => ({ organizationId, id })));
  }
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await tryRefresh(next);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return organizationIds.length < pageSize ? null : (organizationIds.at(-1) ?? null);
}

async function tryRefresh({ organizationId, id }: { organizationId: string; id: string }): Promise<void> {
  try {
    await refreshPlugin(forOrganization(organizationId), id);
  } catch (error) {
    logger.error({ err: error, organizationId, pluginId: id }, "the tools of a plugin could not be listed");
  }
}
