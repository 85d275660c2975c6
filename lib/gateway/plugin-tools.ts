import type {
  LanguageModelV3FunctionTool,
  LanguageModelV3ToolCall,
  LanguageModelV3ToolResultPart,
} from "@ai-sdk/provider";
import { type Business, readBusiness } from "../assistant/business-schema";
import type { TenantDatabase } from "../db/for-organization";
import { asData } from "../plugins/as-data";
import { callLogged } from "../plugins/call-logged";
import { functionTool } from "../plugins/function-tool";
import { listOfferedTools } from "../plugins/offered-tools";
import type { OfferedTool, ToolOutcome } from "../plugins/tool";
import { readInput } from "./next-round";

/** After so many failures within one request a tool is taken away. */
const mostFailures = 2;

/** The plugin tools of one request of a gateway's client: offered to the model, run on this side, each call kept as a row. */
export class PluginTools {
  readonly definitions: LanguageModelV3FunctionTool[];
  readonly #tools: Map<string, OfferedTool>;
  readonly #failures = new Map<string, number>();
  #business: Promise<Business> | undefined;

  constructor(
    readonly db: TenantDatabase,
    tools: OfferedTool[],
  ) {
    this.#tools = new Map(tools.map((tool) => [tool.callName, tool]));
    this.definitions = tools.map(functionTool);
  }

  /** By the name that the model calls a tool by. */
  get names(): Set<string> {
    return new Set(this.#tools.keys());
  }

  has(callName: string): boolean {
    return this.#tools.has(callName);
  }

  /** Those that have not failed too often. */
  offered(): LanguageModelV3FunctionTool[] {
    return this.definitions.filter(({ name }) => !this.#isTakenAway(name));
  }

  /** Runs the calls of one round side by side. What goes wrong with one is told to the model in its result. */
  run(
    calls: LanguageModelV3ToolCall[],
    round: number,
    signal: AbortSignal | undefined,
  ): Promise<LanguageModelV3ToolResultPart[]> {
    return Promise.all(calls.map((call, position) => this.#runOne(call, { round, position }, signal)));
  }

  async #runOne(
    call: LanguageModelV3ToolCall,
    place: { round: number; position: number },
    signal: AbortSignal | undefined,
  ): Promise<LanguageModelV3ToolResultPart> {
    const { toolCallId, toolName } = call;
    const tool = this.#tools.get(toolName);
    if (!tool || this.#isTakenAway(toolName))
      return { type: "tool-result", toolCallId, toolName, output: { type: "error-text", value: takenAway } };
    const outcome = await this.#call(tool, call, place, signal);
    if (outcome.state !== "done") this.#failures.set(toolName, (this.#failures.get(toolName) ?? 0) + 1);
    return { type: "tool-result", toolCallId, toolName, output: toOutput(toolName, outcome) };
  }

  /** As the owner allows it now: a request can take minutes. */
  async #call(
    { pluginId, name }: OfferedTool,
    call: LanguageModelV3ToolCall,
    place: { round: number; position: number },
    signal: AbortSignal | undefined,
  ): Promise<ToolOutcome> {
    const { db } = this;
    const selection = { enabledPluginIds: [pluginId], enabledTools: { [pluginId]: [name] } };
    const [tool] = await listOfferedTools(db, selection, { conversation: false });
    if (!tool) return { state: "blocked", error: "This tool may not be used any more." };
    const context = { db, business: await this.#readBusiness(), dryRun: false, signal };
    const entry = { origin: "gateway", ...place, providerCallId: call.toolCallId } as const;
    return (await callLogged(tool, readInput(call.input), context, entry)).outcome;
  }

  /** Of the published version: the gateway's clients ask the same business as its customers do. */
  #readBusiness(): Promise<Business> {
    this.#business ??= this.db.whatsAppApp
      .findFirst({ select: { publishedVersion: { select: { business: true } } } })
      .then((app) => readBusiness(app?.publishedVersion?.business));
    return this.#business;
  }

  #isTakenAway(callName: string): boolean {
    return (this.#failures.get(callName) ?? 0) >= mostFailures;
  }
}

/** A tool's own words on why it failed are from outside as well. */
function toOutput(toolName: string, outcome: ToolOutcome): LanguageModelV3ToolResultPart["output"] {
  switch (outcome.state) {
    case "done":
      return { type: "text", value: asData(toolName, outcome.output) };
    case "blocked":
      return { type: "error-text", value: outcome.error };
    case "failed":
      return { type: "error-text", value: asData(toolName, outcome.error) };
    case "unknown":
      return {
        type: "error-text",
        value: asData(toolName, `${outcome.error} It is not known whether it was carried out. Do not call it again.`),
      };
  }
}

const takenAway = "This tool failed several times and is not there any more. Answer without it.";
