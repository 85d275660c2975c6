import type { LanguageModelV3Content, LanguageModelV3Message, LanguageModelV3ToolResultPart } from "@ai-sdk/provider";
import { z } from "zod";

type Assistant = Extract<LanguageModelV3Message, { role: "assistant" }>;

/** What a model gave, as the message that it is shown in the next round: with the provider's own marks, such as signatures of its thoughts. */
export function assistantMessage(content: LanguageModelV3Content[]): Assistant {
  return { role: "assistant", content: content.flatMap((part) => toPart(part)) };
}

/** Results of tools for the model, in the order of their calls. */
export function toolMessage(content: LanguageModelV3ToolResultPart[]): LanguageModelV3Message {
  return { role: "tool", content };
}

function toPart(part: LanguageModelV3Content): Assistant["content"] {
  const marks = "providerMetadata" in part && part.providerMetadata ? { providerOptions: part.providerMetadata } : {};
  switch (part.type) {
    case "text":
      return part.text ? [{ type: "text", text: part.text, ...marks }] : [];
    case "reasoning":
      return [{ type: "reasoning", text: part.text, ...marks }];
    case "tool-call":
      return [
        {
          type: "tool-call",
          toolCallId: part.toolCallId,
          toolName: part.toolName,
          input: readInput(part.input),
          ...marks,
        },
      ];
    default:
      return [];
  }
}

/** The input of a call as an object. A model may write what is no JSON: it is shown that again, in a form that every provider takes. */
export function readInput(text: string): Record<string, unknown> {
  return readObject(text) ?? { unreadableInput: text };
}

/** Null for what is no JSON object; nothing at all is an empty one. */
export function readObject(text: string): Record<string, unknown> | null {
  try {
    return jsonObject.safeParse(JSON.parse(text.trim() || "{}")).data ?? null;
  } catch {
    return null;
  }
}

const jsonObject = z.record(z.string(), z.unknown());
