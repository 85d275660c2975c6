import type { z } from "zod";
import { emptyBusiness, readBusiness } from "../assistant/business-schema";
import type { TenantDatabase } from "../db/for-organization";
import { AppError, notFound } from "../errors";
import { parseInput } from "../parse-input";
import { callLogged } from "./call-logged";
import { findFirstParty } from "./first-party-id";
import { toOfferedTool, toOwnTool } from "./offered-tools";
import { type ToolCallView, type ToolDefinition, testToolSchema } from "./schema";
import type { OfferedTool } from "./tool";
import { getToolCall } from "./tool-calls";

/**
 * Really runs one tool with an owner's own arguments, ticked or not, and keeps the call in the log. A tool that is not
 * ticked is run as the server describes it now. Throws `not_found`; `conflict` for a tool that acts on the customer of a
 * conversation, and for one that the server no longer lists.
 */
export async function testTool(
  db: TenantDatabase,
  pluginId: string,
  name: string,
  input: z.input<typeof testToolSchema>,
): Promise<ToolCallView> {
  const { input: given } = parseInput(testToolSchema, input);
  const tool = await findTool(db, pluginId, name);
  const context = { db, business: await readOwnBusiness(db), dryRun: false };
  const { id } = await callLogged(tool, given, context, { origin: "test" });
  return getToolCall(db, id);
}

async function findTool(db: TenantDatabase, pluginId: string, name: string): Promise<OfferedTool> {
  const row = await db.pluginTool.findFirst({ where: { pluginId, name }, include: { plugin: true } });
  const plugin = findFirstParty(pluginId);
  if (plugin) {
    const tool = plugin.tools.find((each) => each.name === name);
    if (!tool) throw notFound("tool");
    if (plugin.needsConversation) {
      const sentence = "This tool acts on the customer of a conversation. Try it in the test chat.";
      throw new AppError("conflict", sentence);
    }
    return toOwnTool(plugin, tool, row ?? undefined, "allow");
  }
  if (!row) throw notFound("tool");
  const definition = (row.permission === "deny" ? row.listed : row.pinned) as unknown as ToolDefinition | null;
  if (!definition) throw new AppError("conflict", "The server no longer lists this tool.");
  return toOfferedTool(row, row.plugin, definition, "allow");
}

/** Of the version that answers; before there is one, of nobody. */
async function readOwnBusiness(db: TenantDatabase) {
  const app = await db.whatsAppApp.findFirst({ select: { publishedVersion: { select: { business: true } } } });
  return app?.publishedVersion ? readBusiness(app.publishedVersion.business) : emptyBusiness;
}
