import type { LanguageModelV3FilePart, LanguageModelV3Message, LanguageModelV3Prompt } from "@ai-sdk/provider";
import { readInput } from "../next-round";
import { badRequest } from "./gateway-error";
import type { ChatCompletionRequest, ChatMessage } from "./schema";

type AssistantMessage = Extract<ChatMessage, { role: "assistant" }>;
type ImageUrl = { url: string; detail?: "auto" | "low" | "high" | null | undefined };

/** Gives an image in the form that the model takes. `param` is the field that names it. */
export type LoadImage = (image: ImageUrl, param: string) => Promise<LanguageModelV3FilePart>;

/** OpenAI's messages as the AI SDK has them. Throws GatewayError for a tool's result that answers no call. */
export async function toPrompt(
  messages: ChatCompletionRequest["messages"],
  loadImage: LoadImage,
): Promise<LanguageModelV3Prompt> {
  const toolNames = new Map<string, string>();
  const prompt: Promise<LanguageModelV3Message>[] = [];
  for (const [index, message] of messages.entries()) {
    if (message.role === "assistant")
      for (const { id, function: f } of message.tool_calls ?? []) toolNames.set(id, f.name);
    prompt.push(toMessage(message, `messages[${index}]`, toolNames, loadImage));
  }
  // Images are fetched side by side.
  return Promise.all(prompt);
}

async function toMessage(
  message: ChatMessage,
  param: string,
  toolNames: Map<string, string>,
  loadImage: LoadImage,
): Promise<LanguageModelV3Message> {
  switch (message.role) {
    case "system":
    case "developer":
      return { role: "system", content: plainText(message.content) };
    case "user":
      return { role: "user", content: await userContent(message.content, param, loadImage) };
    case "assistant":
      return { role: "assistant", content: assistantContent(message) };
    case "tool": {
      const { tool_call_id: toolCallId } = message;
      const toolName = toolNames.get(toolCallId);
      if (!toolName)
        throw badRequest(
          "No message before this one has a call with this id in its tool_calls.",
          `${param}.tool_call_id`,
        );
      const output = { type: "text" as const, value: plainText(message.content) };
      return { role: "tool", content: [{ type: "tool-result", toolCallId, toolName, output }] };
    }
  }
}

function plainText(content: string | { text: string }[]): string {
  return typeof content === "string" ? content : content.map((part) => part.text).join("\n");
}

function userContent(content: Extract<ChatMessage, { role: "user" }>["content"], param: string, loadImage: LoadImage) {
  if (typeof content === "string") return [{ type: "text" as const, text: content }];
  return Promise.all(
    content.map((part, index) =>
      part.type === "text" ? part : loadImage(part.image_url, `${param}.content[${index}].image_url.url`),
    ),
  );
}

function assistantContent({ content, refusal, reasoning_content: reasoning, tool_calls: calls }: AssistantMessage) {
  const texts =
    typeof content === "string"
      ? [content]
      : (content ?? []).map((part) => ("text" in part ? part.text : part.refusal));
  return [
    ...(reasoning ? [{ type: "reasoning" as const, text: reasoning }] : []),
    ...[...texts, refusal ?? ""].filter(Boolean).map((text) => ({ type: "text" as const, text })),
    ...(calls ?? []).map((call) => ({
      type: "tool-call" as const,
      toolCallId: call.id,
      toolName: call.function.name,
      input: readInput(call.function.arguments),
    })),
  ];
}
