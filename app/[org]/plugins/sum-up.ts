import type { PluginView } from "@/lib/plugins/schema";
import type { OfferedTool } from "@/lib/plugins/tool";

export interface PluginSummary {
  /** What the live assistant may do. */
  sentence: string;
  /** What is wrong with that; null when nothing is. */
  need: string | null;
  /** Something is broken, and not only in need of a look. */
  broken: boolean;
  /** What it rests on. */
  proof: string;
}

/**
 * The answer to "What may it do?" in a sentence.
 *
 * @param live the number of the version that answers, and what it is offered; null before the first one
 */
export function sumUpPlugins(
  plugins: PluginView[],
  live: { version: number; tools: Pick<OfferedTool, "pluginId" | "permission">[] } | null,
): PluginSummary {
  const failing = plugins.filter(({ lastError }) => lastError !== null);
  return { ...inWords(live), need: needOf(plugins, failing), broken: failing.length > 0 };
}

function inWords(live: Parameters<typeof sumUpPlugins>[1]): Pick<PluginSummary, "sentence" | "proof"> {
  if (!live) {
    return {
      sentence: "Nobody answers yet, so no tool is used.",
      proof: "Once the first version is published, this page says what it may do.",
    };
  }
  const { version, tools } = live;
  if (tools.length === 0) {
    return {
      sentence: "The live assistant has no tools: it can only talk.",
      proof: `Version ${version} uses no plugin. Tick tools here, then choose them in the draft and publish it.`,
    };
  }
  const plugins = new Set(tools.map(({ pluginId }) => pluginId)).size;
  const asked = tools.filter(({ permission }) => permission === "ask").length;
  return {
    sentence: `The live assistant may use ${counted(tools.length, "tool")}.`,
    proof: `Version ${version} has ${tools.length === 1 ? "it" : "them"} from ${counted(plugins, "plugin")}${askWords(asked, tools.length)}`,
  };
}

function askWords(asked: number, all: number): string {
  if (asked === 0) return all === 1 ? ", and no person is asked first." : ". None of them asks a person first.";
  if (all === 1) return "; before it is used, a person is asked.";
  return asked === 1 ? "; before one of them a person is asked." : `; before ${asked} of them a person is asked.`;
}

function needOf(plugins: PluginView[], failing: PluginView[]): string | null {
  const [first] = failing;
  if (first)
    return failing.length === 1 ? `${first.name} is not working.` : `${failing.length} plugins are not working.`;
  const unauthorised = plugins.find(({ needsAuthorization }) => needsAuthorization);
  if (unauthorised) return `${unauthorised.name} waits to be authorised.`;
  const held = plugins.reduce((sum, { heldBackCount }) => sum + heldBackCount, 0);
  if (held > 0) return held === 1 ? "One ticked tool is held back." : `${held} ticked tools are held back.`;
  return null;
}

function counted(count: number, what: string): string {
  return `${count === 1 ? "one" : count} ${what}${count === 1 ? "" : "s"}`;
}
