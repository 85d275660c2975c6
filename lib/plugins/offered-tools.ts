import { z } from "zod";
import type { Plugin, PluginTool } from "@/generated/prisma/client";
import type { TenantDatabase } from "../db/for-organization";
import { callName } from "./call-name";
import type { FirstPartyPlugin, FirstPartyTool } from "./first-party/first-party-plugin";
import { findFirstParty, firstPartyId } from "./first-party-id";
import { type ArgumentRule, argumentRuleSchema, type ToolDefinition } from "./schema";
import type { OfferedTool } from "./tool";

/** What a version, or a caller, chose. */
export interface ToolSelection {
  enabledPluginIds: string[];
  /** By plugin id: names. A plugin without an entry has none. */
  enabledTools: Record<string, string[]>;
}

/**
 * The tools that a model is offered: those of the selection that the owner ticked and that are not held back, as they were
 * ticked, in the order of the selection. Read from rows: no server is asked. Outside a conversation nothing that acts on
 * its customer is offered, and nothing that a person has to approve.
 */
export async function listOfferedTools(
  db: TenantDatabase,
  {
    enabledPluginIds,
    enabledTools,
  }: Pick<ToolSelection, "enabledPluginIds"> & {
    /** `all`: every one of these plugins' tools. */
    enabledTools: ToolSelection["enabledTools"] | "all";
  },
  { conversation }: { conversation: boolean },
): Promise<OfferedTool[]> {
  if (enabledPluginIds.length === 0) return [];
  const rows = await db.pluginTool.findMany({
    where: { pluginId: { in: enabledPluginIds } },
    include: { plugin: { select: { key: true, name: true, kind: true } } },
    orderBy: { name: "asc" },
  });
  const offered = enabledPluginIds.flatMap((id) => {
    const isChosen = (name: string) => enabledTools === "all" || (enabledTools[id] ?? []).includes(name);
    const ofPlugin = rows.filter(({ pluginId, name }) => pluginId === id && isChosen(name));
    const own = findFirstParty(id);
    if (!own) return ofPlugin.flatMap((row) => offerMcpTool(row, row.plugin) ?? []);
    if (own.needsConversation && !conversation) return [];
    return own.tools.filter(({ name }) => isChosen(name)).flatMap((tool) => offerOwnTool(own, tool, ofPlugin) ?? []);
  });
  return offered.filter(({ permission }) => conversation || permission === "allow");
}

/** Null unless it is ticked, and the server still says of it what the owner ticked. */
function offerMcpTool(row: PluginTool, plugin: Pick<Plugin, "key" | "name">): OfferedTool | null {
  const { permission, pinned, pinnedHash, listedHash } = row;
  if (permission === "deny" || !pinned || pinnedHash !== listedHash) return null;
  return toOfferedTool(row, plugin, pinned as unknown as ToolDefinition, permission);
}

/** As it is called, whatever the owner has decided of it: for a test. */
export function toOfferedTool(
  { pluginId, name, rules, timeoutMs }: PluginTool,
  plugin: Pick<Plugin, "key" | "name">,
  definition: ToolDefinition,
  permission: OfferedTool["permission"],
): OfferedTool {
  const { readOnlyHint, idempotentHint } = definition.annotations;
  return {
    pluginId,
    pluginName: plugin.name,
    name,
    callName: callName(plugin.key, name),
    definition,
    permission,
    rules: readRules(rules),
    timeoutMs,
    repeatable: readOnlyHint === true || idempotentHint === true,
  };
}

/** Allowed, unless the owner has set it otherwise. */
function offerOwnTool(plugin: FirstPartyPlugin, tool: FirstPartyTool, rows: PluginTool[]): OfferedTool | null {
  const row = rows.find(({ name }) => name === tool.name);
  const permission = row?.permission ?? "allow";
  return permission === "deny" ? null : toOwnTool(plugin, tool, row, permission);
}

export const usualTimeoutMs = 15_000;

export function toOwnTool(
  plugin: FirstPartyPlugin,
  tool: FirstPartyTool,
  row: Pick<PluginTool, "rules" | "timeoutMs"> | undefined,
  permission: OfferedTool["permission"],
): OfferedTool {
  return {
    pluginId: firstPartyId(plugin),
    pluginName: plugin.title,
    name: tool.name,
    callName: callName(plugin.key, tool.name),
    definition: ownDefinition(tool),
    permission,
    rules: row ? readRules(row.rules) : [],
    timeoutMs: row?.timeoutMs ?? usualTimeoutMs,
    repeatable: true,
  };
}

/** From code: there is nothing to hold back. */
export function ownDefinition({ title, description, input, readOnly }: FirstPartyTool): ToolDefinition {
  const { $schema: _, ...inputSchema } = z.toJSONSchema(input, { io: "input" });
  return { title, description, inputSchema, annotations: { readOnlyHint: readOnly, idempotentHint: true } };
}

export function readRules(stored: unknown): ArgumentRule[] {
  return z.array(argumentRuleSchema).parse(stored);
}
