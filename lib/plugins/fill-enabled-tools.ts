import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { notFound } from "../errors";
import { findFirstParty } from "./first-party-id";
import type { ToolSelection } from "./offered-tools";

/**
 * What a version has of tools, as it is written by form or API: an enabled plugin without an entry gets its ticked tools,
 * and an entry of a plugin that is not enabled is dropped. Throws `not_found` beside `field` for a plugin that is not
 * this organisation's.
 *
 * @param known what was enabled before: one of these that is gone was deleted since, and is left out
 */
export async function fillEnabledTools(
  db: TenantDatabase | TenantTransaction,
  { enabledPluginIds, enabledTools }: ToolSelection,
  { field = "enabledPluginIds", known = [] }: { field?: string; known?: string[] } = {},
): Promise<ToolSelection> {
  const gone = await missingPlugins(db, enabledPluginIds);
  if (gone.some((id) => !known.includes(id))) throw notFound("plugin", field);
  const there = enabledPluginIds.filter((id) => !gone.includes(id));
  const rows = await (db as TenantTransaction).pluginTool.findMany({
    where: { pluginId: { in: there } },
    orderBy: { name: "asc" },
    select: { pluginId: true, name: true, permission: true },
  });
  const tickedOf = (id: string) => {
    const ofPlugin = rows.filter(({ pluginId }) => pluginId === id);
    const denied = new Set(ofPlugin.filter(({ permission }) => permission === "deny").map(({ name }) => name));
    const names = findFirstParty(id)?.tools ?? ofPlugin;
    return names.map(({ name }) => name).filter((name) => !denied.has(name));
  };
  const filled = there.map((id) => [id, enabledTools[id] ?? tickedOf(id)]);
  return { enabledPluginIds: there, enabledTools: Object.fromEntries(filled) };
}

/** Those of the ids that are no plugin of this organisation. */
export async function missingPlugins(db: TenantDatabase | TenantTransaction, ids: string[]): Promise<string[]> {
  const servers = ids.filter((id) => !findFirstParty(id));
  if (servers.length === 0) return [];
  const where = { id: { in: servers }, kind: "mcp" } as const;
  const rows = await (db as TenantTransaction).plugin.findMany({ where, select: { id: true } });
  const found = new Set(rows.map(({ id }) => id));
  return servers.filter((id) => !found.has(id));
}
