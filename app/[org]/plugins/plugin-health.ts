import type { Status } from "@/components/ui/status-mark";
import type { PluginView } from "@/lib/plugins/schema";

export interface PluginHealth {
  status: Status;
  /** Beside the mark, which never speaks alone. */
  word: string;
}

/** How a plugin does, in a shape and a word; what is worst comes first. */
export function pluginHealth(plugin: PluginView): PluginHealth {
  if (plugin.needsAuthorization) return { status: "look", word: "Authorise it" };
  if (plugin.lastError) return { status: "broken", word: "Not working" };
  if (plugin.heldBackCount > 0) return { status: "look", word: "Held back" };
  if (plugin.kind === "first_party") return { status: "good", word: "Ready" };
  return plugin.checkedAt ? { status: "good", word: "Works" } : { status: "waiting", word: "Not checked yet" };
}

/** The server's name without what only machines read: tools.example.com. */
export function hostOf(url: string): string {
  return new URL(url).host;
}

/** 4 of 13 tools, all 3 tools, no tools. */
export function tickedWords({ tickedCount, toolCount }: Pick<PluginView, "tickedCount" | "toolCount">): string {
  if (toolCount === 0) return "lists no tools";
  if (tickedCount === 0) return `none of ${toolCount}`;
  return tickedCount === toolCount ? `all ${toolCount}` : `${tickedCount} of ${toolCount}`;
}
