import type { TenantDatabase } from "../../db/for-organization";
import { parseInput } from "../../parse-input";
import { findFirstParty } from "../../plugins/first-party-id";
import { listOfferedTools } from "../../plugins/offered-tools";
import { PluginTools } from "../plugin-tools";
import { badRequest } from "./gateway-error";
import { chatCompletionSchema } from "./schema";

const pluginsSchema = chatCompletionSchema.pick({ plugins: true });

/** Which plugins a request names: in its field, and in the header `X-Frontdesk-Plugins`. */
export function pluginIds(field: string[] | null | undefined, headers: Headers): string[] {
  const header =
    headers
      .get("X-Frontdesk-Plugins")
      ?.split(",")
      .map((id) => id.trim()) ?? [];
  const { plugins } = parseInput(pluginsSchema, { plugins: [...(field ?? []), ...header.filter(Boolean)] });
  return [...new Set(plugins)];
}

/**
 * All tools of these plugins that the owner lets act at once. None named: null, and the model sees no tool of ours. Throws
 * GatewayError for a plugin that is not there, and for one that acts on the customer of a conversation.
 */
export async function openPlugins(db: TenantDatabase, ids: string[]): Promise<PluginTools | null> {
  if (ids.length === 0) return null;
  const [connected, tools] = await Promise.all([
    db.plugin.findMany({ where: { id: { in: ids } }, select: { id: true } }),
    listOfferedTools(db, { enabledPluginIds: ids, enabledTools: "all" }, { conversation: false }),
  ]);
  const known = new Set(connected.map(({ id }) => id));
  for (const id of ids) {
    const own = findFirstParty(id);
    if (!own && !known.has(id))
      throw badRequest(
        `There is no plugin ${id}. The id of a plugin stands in the address of its page, and GET /plugins lists them.`,
        "plugins",
        "plugin_not_found",
      );
    if (own?.needsConversation)
      throw badRequest(
        `The plugin ${id} acts on the customer of a conversation, and here is none.`,
        "plugins",
        "plugin_needs_conversation",
      );
  }
  return new PluginTools(db, tools);
}
