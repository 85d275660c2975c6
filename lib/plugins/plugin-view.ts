import type { Plugin, PluginTool } from "@/generated/prisma/client";
import type { FirstPartyPlugin } from "./first-party/first-party-plugin";
import { firstPartyId } from "./first-party-id";
import type { PluginView } from "./schema";

type Settings = Pick<PluginTool, "name" | "permission" | "pinnedHash" | "listedHash">;

/** A server as owners see it: no secret in clear. */
export function viewPlugin(plugin: Plugin, tools: Settings[]): PluginView {
  const { id, kind, key, name, url, transport, auth, headerNames, needsAuthorization } = plugin;
  const { serverName, serverVersion, checkedAt, latencyMs, lastError, lastErrorAt, createdAt } = plugin;
  const ticked = tools.filter(({ permission }) => permission !== "deny");
  return {
    ...{ id, kind, key, name, description: "", url, transport, auth, headerNames, needsAuthorization },
    ...{ serverName, serverVersion, checkedAt, latencyMs, lastError, lastErrorAt, createdAt },
    toolCount: tools.filter(({ listedHash }) => listedHash !== null).length,
    tickedCount: ticked.length,
    heldBackCount: ticked.filter(isHeldBack).length,
  };
}

/** One of ours, with or without settings that somebody changed. */
export function viewFirstParty(plugin: FirstPartyPlugin, row: Plugin | undefined, tools: Settings[]): PluginView {
  const denied = new Set(tools.filter(({ permission }) => permission === "deny").map(({ name }) => name));
  return {
    id: firstPartyId(plugin),
    kind: "first_party",
    key: plugin.key,
    name: plugin.title,
    description: plugin.description,
    url: null,
    transport: null,
    auth: "none",
    headerNames: [],
    needsAuthorization: false,
    serverName: null,
    serverVersion: null,
    checkedAt: null,
    latencyMs: null,
    lastError: null,
    lastErrorAt: null,
    toolCount: plugin.tools.length,
    tickedCount: plugin.tools.filter(({ name }) => !denied.has(name)).length,
    heldBackCount: 0,
    createdAt: row?.createdAt ?? null,
  };
}

/** Ticked, and not offered: the server lists another definition than the one that was ticked, or none. */
export function isHeldBack({ permission, pinnedHash, listedHash }: Omit<Settings, "name">): boolean {
  return permission !== "deny" && pinnedHash !== listedHash;
}
