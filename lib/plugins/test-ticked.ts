import { randomUUID } from "node:crypto";
import type { TestOrganization } from "@/tests/make-organization";
import { emptyBusiness } from "../assistant/business-schema";
import { listOfferedTools } from "./offered-tools";
import { connectPlugin } from "./plugins";
import type { OfferedTool, ToolContext } from "./tool";
import { listTools, setTool } from "./tools";

/** Connects a server and allows all of its tools. */
export async function connectTicked(
  { db, owner }: Pick<TestOrganization, "db" | "owner">,
  url: string,
  { name = "Shop", headers = {} }: { name?: string; headers?: Record<string, string> } = {},
): Promise<string> {
  const { id } = await connectPlugin(db, { name, url, headers }, owner);
  for (const tool of await listTools(db, id))
    await setTool(db, id, tool.name, { permission: "allow", hash: tool.hash ?? "" }, owner);
  return id;
}

/** What a conversation is offered when all tools of these plugins are chosen. */
export async function offeredOf(db: ToolContext["db"], ...pluginIds: string[]): Promise<OfferedTool[]> {
  const chosen = pluginIds.map(async (id) => [id, (await listTools(db, id)).map(({ name }) => name)]);
  const selection = { enabledPluginIds: pluginIds, enabledTools: Object.fromEntries(await Promise.all(chosen)) };
  return listOfferedTools(db, selection, { conversation: true });
}

/** The only tool that a plugin offers. */
export async function onlyTool(db: ToolContext["db"], pluginId: string): Promise<OfferedTool> {
  const [tool, ...others] = await offeredOf(db, pluginId);
  if (!tool || others.length > 0) throw new Error(`${others.length + Number(!!tool)} tools are offered.`);
  return tool;
}

export function contextOf(db: ToolContext["db"], more: Partial<ToolContext> = {}): ToolContext {
  return { db, callId: randomUUID(), conversationId: null, business: emptyBusiness, dryRun: false, ...more };
}
