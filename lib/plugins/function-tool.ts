import type { LanguageModelV3FunctionTool } from "@ai-sdk/provider";
import type { OfferedTool } from "./tool";

/** A tool as a model is told of it. Not strict: that would ask more of a stranger's schema than MCP does. */
export function functionTool({ callName, definition }: OfferedTool): LanguageModelV3FunctionTool {
  const { description, inputSchema } = definition;
  return { type: "function", name: callName, description, inputSchema, strict: false };
}
