import { uuidv7 } from "uuidv7";
import type { TestOrganization } from "@/tests/make-organization";
import { emptyBusiness } from "../../assistant/business-schema";
import type { ToolContext } from "../tool";
import { firstPartyPlugins } from "./index";

/** For whom a tool of a test acts: a new call in a conversation of the organisation. */
export function toolContext(
  { db }: Pick<TestOrganization, "db">,
  conversationId: string | null,
  more: Partial<ToolContext> = {},
): ToolContext {
  return { db, callId: uuidv7(), conversationId, business: emptyBusiness, dryRun: false, ...more };
}

/** Calls a tool by its name, as the plugin's door does. */
export function callByName(plugin: string, tool: string, input: unknown, context: ToolContext): Promise<unknown> {
  const found = firstPartyPlugins.find(({ name }) => name === plugin)?.tools.find(({ name }) => name === tool);
  if (!found) throw new Error(`${plugin} has no tool ${tool}.`);
  return found.handle(input, context);
}
