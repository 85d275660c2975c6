import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { ToolDefinition } from "../schema";

/**
 * SHA-256, in hex, of all that a server says of a tool, as canonical JSON (RFC 8785): the order of its keys is no change,
 * every other difference is.
 */
export function definitionHash(name: string, definition: ToolDefinition): string {
  const { title, description, inputSchema, annotations, requiresTask } = definition;
  const told = { name, title, description, inputSchema, annotations, ...(requiresTask && { requiresTask }) };
  const canonical = canonicalize(told) ?? "";
  return createHash("sha256").update(canonical).digest("hex");
}
