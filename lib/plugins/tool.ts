import type { Business } from "../assistant/business-schema";
import type { TenantDatabase } from "../db/for-organization";
import type { ArgumentRule, ToolDefinition } from "./schema";

/** A tool as a model is offered it: ticked, not held back, and chosen by the version or the caller. */
export interface OfferedTool {
  pluginId: string;
  pluginName: string;
  /** As the plugin calls it, and as the model does: `<key of the plugin>__<name>`, at most 64 letters, digits, _ and -. */
  name: string;
  callName: string;
  /** What the owner ticked, never what the server says now. */
  definition: ToolDefinition;
  /** `ask`: a person has to approve each call. */
  permission: "allow" | "ask";
  rules: ArgumentRule[];
  timeoutMs: number;
  /** May be run again when it is not known whether it was carried out: it reads, or knows its idempotency key. */
  repeatable: boolean;
}

/** For whom a tool acts. */
export interface ToolContext {
  db: TenantDatabase;
  /** Id of the call's row: the idempotency key of what it changes. */
  callId: string;
  /** Null outside a conversation: the gateway, and a test of a tool. */
  conversationId: string | null;
  business: Business;
  /** Nothing is changed: what would be is said instead. Tools that only read and do not ask first are run. */
  dryRun: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * How a call ended.
 *
 * - `done`: `output` is what the model is given, cut at the limit.
 * - `failed`: it certainly was not carried out, or the tool itself says that it failed.
 * - `unknown`: it may have been carried out: no answer in time, or a connection that broke.
 * - `blocked`: a rule or the tool's schema does not allow these arguments; nobody was called.
 *
 * `error` is a sentence that is safe for the model and the owner: no header, no secret.
 */
export type ToolOutcome =
  | { state: "done"; output: string; outputBytes: number; truncated: boolean }
  | { state: "failed" | "unknown" | "blocked"; error: string };
