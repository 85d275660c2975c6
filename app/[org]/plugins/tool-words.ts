import type { ToolPermission } from "@/generated/prisma/enums";
import type { PluginView, ToolDefinition } from "@/lib/plugins/schema";

/** In the order of the choice: the safest first. */
export const permissions = ["deny", "ask", "allow"] as const satisfies ToolPermission[];

export const permissionWords: Record<ToolPermission, { name: string; means: string }> = {
  deny: { name: "Deny", means: "The assistant does not know of it." },
  ask: { name: "Ask", means: "Each call waits until a person has approved it." },
  allow: { name: "Allow", means: "The assistant calls it by itself." },
};

export const requiresTaskWords = "It only runs as a task, which Frontdesk does not begin.";

/** By the server's own hint, which it need not keep to. */
export function isReadOnly({ annotations }: ToolDefinition): boolean {
  return annotations.readOnlyHint === true;
}

/** Reads, acts, or acts in a way that cannot be taken back. */
export function deedWords(definition: ToolDefinition): string {
  if (isReadOnly(definition)) return "reads";
  return definition.annotations.destructiveHint === true ? "acts, may delete" : "acts";
}

/** How a plugin is called over. */
export const transportWords: Record<NonNullable<PluginView["transport"]>, string> = {
  streamable_http: "MCP over Streamable HTTP",
  sse: "MCP over SSE, as older servers speak it",
};

/** What a server sees of us, without any secret. */
export function knownBy({ auth, headerNames, needsAuthorization }: PluginView): string {
  if (auth === "oauth") return needsAuthorization ? "OAuth, not granted yet" : "OAuth, granted by one of you";
  return headerNames.length === 0 ? "nothing: it is open to everybody" : `${headerNames.join(", ")} (••••••••)`;
}
