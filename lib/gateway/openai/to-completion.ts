import type { LanguageModelV3ToolCall } from "@ai-sdk/provider";
import type { RoundsAnswer } from "../run-rounds";
import type { Tally } from "../tally";

export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter";

/** What stands at the head of an answer and of each of its chunks. */
export interface Head {
  id: string;
  /** Unix time in seconds. */
  created: number;
  /** Its name at the provider. */
  model: string;
}

/** A whole answer in OpenAI's form. With JSON asked for it is the last round's text alone, else the text of all rounds. */
export function toCompletion(head: Head, answer: RoundsAnswer, tally: Tally, wantsJson: boolean) {
  const { last, completions, toolCalls } = answer;
  const text = wantsJson ? last.text : joinTexts(completions.map((completion) => completion.text));
  const reasoning = joinTexts(completions.map(({ content }) => reasoningOf(content)));
  const message = {
    role: "assistant" as const,
    content: text === "" && toolCalls.length > 0 ? null : text,
    refusal: null,
    ...(reasoning && { reasoning_content: reasoning }),
    ...(toolCalls.length > 0 && { tool_calls: toolCalls.map(toToolCall) }),
  };
  return {
    ...head,
    object: "chat.completion" as const,
    choices: [{ index: 0, message, logprobs: null, finish_reason: toFinishReason(answer) }],
    usage: toUsage(tally),
  };
}

export function toFinishReason({ last, toolCalls, cutShort }: RoundsAnswer): FinishReason {
  if (toolCalls.length > 0) return "tool_calls";
  if (cutShort || last.finishReason === "length") return "length";
  return last.finishReason === "content-filter" ? "content_filter" : "stop";
}

/** 0 where the provider told nothing: OpenAI's clients want numbers. */
export function toUsage(tally: Tally) {
  const [prompt, completion] = [tally.inputTokens ?? 0, tally.outputTokens ?? 0];
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: tally.cachedTokens ?? 0 },
    completion_tokens_details: { reasoning_tokens: tally.reasoningTokens ?? 0 },
  };
}

export const betweenRounds = "\n\n";

function joinTexts(texts: string[]): string {
  return texts.filter(Boolean).join(betweenRounds);
}

function reasoningOf(content: RoundsAnswer["last"]["content"]): string {
  return content.map((part) => (part.type === "reasoning" ? part.text : "")).join("");
}

function toToolCall({ toolCallId, toolName, input }: LanguageModelV3ToolCall) {
  return { id: toolCallId, type: "function" as const, function: { name: toolName, arguments: input } };
}
