import { type PluginTool, Prisma } from "@/generated/prisma/client";
import type { TenantTransaction } from "../db/for-organization";
import { definitionHash } from "./firewall/definition-hash";
import type { Listing } from "./mcp/list-definitions";

/**
 * Keeps what a server lists now beside what the owner ticked: new tools are denied, a ticked one that differs is marked
 * with when that was first seen. One that is gone is forgotten, unless the owner had decided something of it.
 */
export async function keepListing(
  tx: TenantTransaction,
  { organizationId, id: pluginId }: { organizationId: string; id: string },
  { definitions }: Listing,
  now = new Date(),
): Promise<void> {
  const rows = new Map((await tx.pluginTool.findMany({ where: { pluginId } })).map((row) => [row.name, row]));
  const added: Prisma.PluginToolCreateManyInput[] = [];
  for (const [name, definition] of definitions) {
    const listed = definition as unknown as Prisma.InputJsonObject;
    const listedHash = definitionHash(name, definition);
    const row = rows.get(name);
    if (!row) added.push({ organizationId, pluginId, name, listed, listedHash });
    else if (row.listedHash !== listedHash) {
      const data = { listed, listedHash, changedAt: changedAt(row, listedHash, now) };
      await tx.pluginTool.update({ where: { id: row.id }, data });
    }
  }
  await tx.pluginTool.createMany({ data: added, skipDuplicates: true });
  for (const row of rows.values()) if (!definitions.has(row.name)) await dropListed(tx, row, now);
}

async function dropListed(tx: TenantTransaction, row: PluginTool, now: Date): Promise<void> {
  const { id, permission, rules, listedHash } = row;
  if (permission === "deny" && (rules as unknown[]).length === 0) await tx.pluginTool.delete({ where: { id } });
  else if (listedHash !== null) {
    const data = { listed: Prisma.DbNull, listedHash: null, changedAt: changedAt(row, null, now) };
    await tx.pluginTool.update({ where: { id }, data });
  }
}

function changedAt({ permission, pinnedHash, changedAt }: PluginTool, listedHash: string | null, now: Date) {
  return permission === "deny" || pinnedHash === listedHash ? null : (changedAt ?? now);
}
