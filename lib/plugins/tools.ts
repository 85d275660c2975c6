import type { z } from "zod";
import type { PluginTool, Prisma } from "@/generated/prisma/client";
import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { AppError, notFound } from "../errors";
import { countTokens } from "../gateway/count-tokens";
import { parseInput } from "../parse-input";
import { callName } from "./call-name";
import { requirePatterns } from "./firewall/argument-rules";
import { definitionHash } from "./firewall/definition-hash";
import type { FirstPartyPlugin } from "./first-party/first-party-plugin";
import { findFirstParty, firstPartyId } from "./first-party-id";
import { type LastCall, readLastCalls } from "./last-calls";
import { ownDefinition, readRules, usualTimeoutMs } from "./offered-tools";
import { isHeldBack } from "./plugin-view";
import { type ToolDefinition, type ToolView, toolSettingsSchema } from "./schema";

/** All tools of a plugin by name, with what the owner decided of each, and how their last calls went. Throws `not_found`. */
export async function listTools(db: TenantDatabase, pluginId: string): Promise<ToolView[]> {
  const { key, tools } = await findTools(db, pluginId);
  const calls = await readLastCalls(
    db,
    pluginId,
    tools.map(({ name }) => name),
  );
  return Promise.all(tools.map((tool) => viewTool(key, tool, calls.get(tool.name))));
}

/** Throws `not_found`. */
export async function getTool(db: TenantDatabase, pluginId: string, name: string): Promise<ToolView> {
  const { key, tools } = await findTools(db, pluginId);
  const tool = tools.find((each) => each.name === name);
  if (!tool) throw notFound("tool");
  return viewTool(key, tool, (await readLastCalls(db, pluginId, [name])).get(name));
}

/**
 * What the owner decides of a tool. Allowing it, or letting it ask first, ticks the definition whose `hash` is given: it
 * alone is shown to the model from then on. Throws `not_found`; `conflict` when the server lists another definition than
 * the one of the hash; `invalid` when a denied tool is to be ticked without a hash, for a tool that only runs as a task of
 * MCP, and for a pattern that is not RE2.
 */
export async function setTool(
  db: TenantDatabase,
  pluginId: string,
  name: string,
  input: z.input<typeof toolSettingsSchema>,
  actor: Actor,
): Promise<ToolView> {
  const changes = parseInput(toolSettingsSchema, input);
  requirePatterns(changes.rules ?? []);
  await db.$transaction(async (tx) => {
    const own = findFirstParty(pluginId);
    const row = own ? await holdOwnTool(tx, db, own, name, changes.hash) : await holdTool(tx, pluginId, name);
    const { hash: _, ...settings } = changes;
    const data = { ...settings, ...(!own && tick(row, changes, actor)) };
    const changed = await tx.pluginTool.update({ where: { id: row.id }, data });
    const plugin = own?.title ?? (await tx.plugin.findFirst({ where: { id: pluginId } }))?.name;
    await recordAudit(tx, actor, {
      action: "plugin_tool.changed",
      subject: `${plugin}: ${name}`,
      before: traced(row),
      after: traced(changed),
    });
  });
  return getTool(db, pluginId, name);
}

/** One tool, of a server or of ours, in the same shape. */
export interface FoundTool {
  pluginId: string;
  name: string;
  permission: PluginTool["permission"];
  rules: Prisma.JsonValue;
  timeoutMs: number;
  pinned: ToolDefinition | null;
  pinnedHash: string | null;
  listed: ToolDefinition | null;
  listedHash: string | null;
  changedAt: Date | null;
  createdAt: Date | null;
}

async function findTools(db: TenantDatabase, pluginId: string): Promise<{ key: string; tools: FoundTool[] }> {
  const rows = await db.pluginTool.findMany({ where: { pluginId }, orderBy: { name: "asc" } });
  const own = findFirstParty(pluginId);
  if (own) return { key: own.key, tools: ownTools(own, rows) };
  const plugin = await db.plugin.findFirst({ where: { id: pluginId }, select: { key: true } });
  if (!plugin) throw notFound("plugin");
  return { key: plugin.key, tools: rows as unknown as FoundTool[] };
}

/** What is listed is what the code says, and it is always ticked. */
function ownTools(plugin: FirstPartyPlugin, rows: PluginTool[]): FoundTool[] {
  return plugin.tools.map((tool) => {
    const row = rows.find(({ name }) => name === tool.name);
    const definition = ownDefinition(tool);
    const hash = definitionHash(tool.name, definition);
    return {
      pluginId: firstPartyId(plugin),
      name: tool.name,
      permission: row?.permission ?? "allow",
      rules: row?.rules ?? [],
      timeoutMs: row?.timeoutMs ?? usualTimeoutMs,
      ...{ pinned: definition, pinnedHash: hash, listed: definition, listedHash: hash, changedAt: null },
      createdAt: row?.createdAt ?? null,
    };
  });
}

async function viewTool(key: string, tool: FoundTool, calls: LastCall | undefined): Promise<ToolView> {
  const { pluginId, name, permission, rules, timeoutMs, pinned, listed, listedHash, changedAt } = tool;
  const definition = (permission === "deny" ? (listed ?? pinned) : pinned) ?? emptyDefinition;
  const heldBack = isHeldBack(tool) ? { since: changedAt ?? new Date(), listed } : null;
  const called = callName(key, name);
  return {
    ...{ pluginId, name, callName: called, permission, rules: readRules(rules), timeoutMs, definition },
    hash: listedHash,
    tokens: await countDefinition(called, definition),
    heldBack,
    lastCall: calls?.lastCall ?? null,
    lastFailure: calls?.lastFailure ?? null,
  };
}

const emptyDefinition: ToolDefinition = {
  title: null,
  description: "",
  inputSchema: { type: "object" },
  annotations: {},
};

/** About how many tokens a definition takes in each request. */
export function countDefinition(name: string, { description, inputSchema }: ToolDefinition): Promise<number> {
  return countTokens(JSON.stringify({ type: "function", function: { name, description, parameters: inputSchema } }));
}

/** Holds the row: two decisions at once come one after the other, and the listing does not change in between. */
async function holdTool(tx: TenantTransaction, pluginId: string, name: string): Promise<PluginTool> {
  const found = await tx.pluginTool.findFirst({ where: { pluginId, name }, select: { id: true, timeoutMs: true } });
  if (!found) throw notFound("tool");
  return tx.pluginTool.update({ where: { id: found.id }, data: { name } });
}

/** Rows of ours begin to exist with the first setting. */
async function holdOwnTool(
  tx: TenantTransaction,
  { organizationId }: TenantDatabase,
  plugin: FirstPartyPlugin,
  name: string,
  hash: string | undefined,
): Promise<PluginTool> {
  const pluginId = firstPartyId(plugin);
  const tool = plugin.tools.find((each) => each.name === name);
  if (!tool) throw notFound("tool");
  if (hash !== undefined && hash !== definitionHash(name, ownDefinition(tool))) throw changedMeanwhile();
  const { key, title } = plugin;
  await tx.plugin.createMany({
    data: [{ organizationId, id: pluginId, kind: "first_party", key, name: title }],
    skipDuplicates: true,
  });
  await tx.pluginTool.createMany({
    data: [{ organizationId, pluginId, name, permission: "allow" }],
    skipDuplicates: true,
  });
  return holdTool(tx, pluginId, name);
}

/** The columns of the definition that the owner has seen, where this change ticks one. */
function tick(
  row: PluginTool,
  { permission = row.permission, hash }: z.output<typeof toolSettingsSchema>,
  actor: Actor,
) {
  if (permission === "deny") return { changedAt: null };
  if (hash === undefined) {
    if (row.permission !== "deny") return {};
    const sentence = "Give the hash of the definition that you looked at, as the list of tools has it.";
    throw new AppError("invalid", sentence, { fields: { hash: sentence } });
  }
  if (hash !== row.listedHash) throw changedMeanwhile();
  if ((row.listed as unknown as ToolDefinition | null)?.requiresTask) {
    const sentence = "This tool only runs as a task of MCP, which Frontdesk does not begin: it cannot be ticked.";
    throw new AppError("invalid", sentence, { fields: { permission: sentence } });
  }
  return {
    pinned: row.listed as Prisma.InputJsonObject,
    pinnedHash: row.listedHash,
    pinnedAt: new Date(),
    pinnedById: actor.id,
    changedAt: null,
  };
}

function changedMeanwhile(): AppError {
  const sentence = "The server describes this tool differently now. Look at it again, then decide.";
  return new AppError("conflict", sentence, { fields: { hash: sentence } });
}

/** What the audit log keeps of a decision; of a definition its hash. */
function traced({ permission, rules, timeoutMs, pinnedHash }: PluginTool): Prisma.InputJsonObject {
  return {
    permission,
    rules: rules as Prisma.InputJsonArray,
    timeoutMs,
    ...(pinnedHash && { definition: pinnedHash }),
  };
}
