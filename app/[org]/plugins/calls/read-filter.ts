import { z } from "zod";
import { pluginIdSchema, type toolCallStates, toolCallsRequest } from "@/lib/plugins/schema";

/** The filter of the call log as the address has it. What cannot be is left out, as if it were not there. */
export interface CallFilter {
  q?: string | undefined;
  plugin?: string | undefined;
  tool?: string | undefined;
  outcome?: (typeof toolCallStates)[number] | undefined;
  origin?: "conversation" | "gateway" | "test" | undefined;
}

const { shape } = toolCallsRequest;
const addressSchema = z.object({
  q: shape.q.transform((words) => words || undefined).catch(undefined),
  plugin: pluginIdSchema.optional().catch(undefined),
  tool: shape.toolName.transform((name) => name || undefined).catch(undefined),
  outcome: shape.state.catch(undefined),
  origin: shape.origin.catch(undefined),
});

export function readCallFilter(parameters: Record<string, unknown>): CallFilter {
  return addressSchema.parse(parameters);
}

/** As the domain asks for it. */
export function toCallsRequest({ q, plugin, tool, outcome, origin }: CallFilter) {
  return { q, pluginId: plugin, toolName: tool, state: outcome, origin };
}

/** The filter as an address again: "?plugin=…&outcome=…", or nothing. */
export function callQuery(filter: CallFilter & { cursor?: string | undefined }): string {
  const given = Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length > 0 ? `?${new URLSearchParams(given)}` : "";
}
