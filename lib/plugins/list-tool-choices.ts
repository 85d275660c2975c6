import type { TenantDatabase } from "../db/for-organization";
import { listPlugins } from "./plugins";
import type { ToolView } from "./schema";
import { listTools } from "./tools";

/** A plugin of which a version may choose tools. */
export interface PluginChoice {
  id: string;
  name: string;
  /** The ticked ones, those that are held back included. */
  tools: ToolChoice[];
}

export interface ToolChoice {
  name: string;
  /** Its title, or else how its description begins. */
  about: string;
  permission: "allow" | "ask";
  readOnly: boolean;
  /** About how many the definition takes in each request. */
  tokens: number;
  heldBack: boolean;
}

/** What a version may choose: plugins that have ticked tools, with these. */
export async function listToolChoices(db: TenantDatabase): Promise<PluginChoice[]> {
  const plugins = (await listPlugins(db)).filter(({ tickedCount }) => tickedCount > 0);
  return Promise.all(
    plugins.map(async ({ id, name }) => ({ id, name, tools: (await listTools(db, id)).flatMap(toChoice) })),
  );
}

function toChoice({ name, definition, permission, tokens, heldBack }: ToolView): ToolChoice[] {
  if (permission === "deny") return [];
  const { title, description, annotations } = definition;
  const about = title ?? description.split(/(?<=[.!?])\s|\n/)[0] ?? "";
  return [
    { name, about, permission, readOnly: annotations.readOnlyHint === true, tokens, heldBack: heldBack !== null },
  ];
}
