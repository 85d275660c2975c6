import type {
  LanguageModelV3FunctionTool,
  LanguageModelV3Prompt,
  LanguageModelV3StreamPart,
  LanguageModelV3ToolCall,
} from "@ai-sdk/provider";
import { type Completion, completeWith, type ModelCall } from "./complete";
import { assistantMessage, toolMessage } from "./next-round";
import type { OpenModel } from "./open-model";
import type { PluginTools } from "./plugin-tools";
import { streamCompletion } from "./stream-completion";
import type { Tally } from "./tally";

/** A model may ask for tools in so many calls, the one that answers included. */
const mostRounds = 8;

/** What is told of an answer as it comes, for a client that streams. */
export interface RoundListener {
  onPart(part: LanguageModelV3StreamPart): void;
  /** @param goesOn the model's tools are run now, and it is asked again */
  onRoundEnd(goesOn: boolean): void;
}

export interface RoundsRequest {
  model: OpenModel;
  call: ModelCall;
  /** Run on this side; null: the model gets the call's own tools and no others. */
  plugins: PluginTools | null;
  /** Adds up what the rounds take, also of those before a failure. */
  tally: Tally;
  /** Left out: nothing is streamed. */
  listener?: RoundListener;
}

export interface RoundsAnswer {
  /** One a round, oldest first. */
  completions: Completion[];
  last: Completion;
  /** For the caller to carry out. */
  toolCalls: LanguageModelV3ToolCall[];
  /** The model was not done when the rounds were used up. */
  cutShort: boolean;
}

/**
 * Asks a model, runs the plugin tools that it asks for and asks again with their results, until it answers or asks for a
 * tool of the caller: then the caller's calls are given back and ours of that round are not run. The last round offers
 * no tool of ours. Throws ModelError, and the signal's reason when that aborts.
 */
export async function runRounds({ model, call, plugins, tally, listener }: RoundsRequest): Promise<RoundsAnswer> {
  const messages: LanguageModelV3Prompt = [...call.messages];
  const completions: Completion[] = [];
  for (let round = 0; ; round++) {
    const isLast = round === mostRounds - 1;
    const asked = { ...call, messages, ...toolsOf(call, plugins, { isFirst: round === 0, isLast }) };
    const last = await tally.round(() =>
      listener ? streamCompletion(model, asked, (part) => listener.onPart(part)) : completeWith(model, asked),
    );
    completions.push(last);
    const ours = last.toolCalls.filter(({ toolName }) => plugins?.has(toolName));
    const toolCalls = last.toolCalls.filter(({ toolName }) => !plugins?.has(toolName));
    const goesOn = ours.length > 0 && toolCalls.length === 0 && !isLast;
    listener?.onRoundEnd(goesOn);
    if (!goesOn || !plugins) return { completions, last, toolCalls, cutShort: isLast && ours.length > 0 };
    tally.toolCalls += ours.length;
    messages.push(assistantMessage(last.content), toolMessage(await plugins.run(ours, round, call.signal)));
  }
}

/** A choice of the caller's holds for the first round: a model that has to call a tool each time would never answer. */
function toolsOf(
  { tools = [], toolChoice }: ModelCall,
  plugins: PluginTools | null,
  { isFirst, isLast }: { isFirst: boolean; isLast: boolean },
): { tools: LanguageModelV3FunctionTool[]; toolChoice: ModelCall["toolChoice"] } {
  const offered = [...tools, ...(isLast ? [] : (plugins?.offered() ?? []))];
  // Anthropic wants to see the tools that were used before, also where none may be used any more.
  if (offered.length === 0 && plugins) return { tools: plugins.definitions, toolChoice: { type: "none" } };
  return { tools: offered, toolChoice: isFirst || toolChoice?.type === "none" ? toolChoice : undefined };
}
