import { isDeepStrictEqual } from "node:util";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";

type Part = CallToolResult["content"][number];

/** What a tool gave, as text: pictures, sounds and files are named and not passed on. */
export function resultText({ content, structuredContent }: CallToolResult): string {
  const parts = content.map(partText);
  if (structuredContent && !content.some((part) => says(part, structuredContent)))
    parts.push(JSON.stringify(structuredContent));
  return parts.join("\n");
}

function partText(part: Part): string {
  switch (part.type) {
    case "text":
      return part.text;
    case "image":
      return leftOut("A picture", part.mimeType, part.data);
    case "audio":
      return leftOut("A sound", part.mimeType, part.data);
    case "resource_link":
      return [`${part.title ?? part.name}: ${part.uri}`, part.description].filter(Boolean).join("\n");
    case "resource":
      return "text" in part.resource
        ? `${part.resource.uri}\n${part.resource.text}`
        : leftOut(`The file ${part.resource.uri}`, part.resource.mimeType ?? "unknown type", part.resource.blob);
  }
}

function leftOut(what: string, mimeType: string, base64: string): string {
  return `[${what} (${mimeType}, ${Math.ceil((base64.length * 3) / 4 / 1024)} KB) is not passed on.]`;
}

/** MCP asks servers to write structured content as text as well. */
function says(part: Part, structured: unknown): boolean {
  if (part.type !== "text") return false;
  try {
    return isDeepStrictEqual(JSON.parse(part.text), structured);
  } catch {
    return false;
  }
}
