import { z } from "zod";
import type {
  PluginAuth,
  PluginKind,
  PluginTransport,
  ToolCallOrigin,
  ToolCallState,
  ToolPermission,
} from "@/generated/prisma/enums";
import { isStorable, unstorable } from "../storable";

/** A UUID for an MCP server, `first_party:<name>` for one of ours. */
export const pluginIdSchema = z
  .string()
  .regex(
    /^(first_party:[a-z][a-z-]{0,40}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
    "Give the id of a plugin, as GET /plugins lists it.",
  );

export const firstPartyPrefix = "first_party:";

/** What a server says of a tool: the part that the owner ticks and the model is shown. */
export interface ToolDefinition {
  title: string | null;
  description: string;
  /** A JSON Schema of an object. */
  inputSchema: Record<string, unknown>;
  /** Hints of the server, which it need not keep to: readOnlyHint, idempotentHint, destructiveHint, openWorldHint. */
  annotations: { readOnlyHint?: boolean; idempotentHint?: boolean; destructiveHint?: boolean; openWorldHint?: boolean };
  /** It only runs as a task of MCP, which Frontdesk does not begin: it cannot be ticked. */
  requiresTask?: true;
}

const path = z
  .string()
  .trim()
  .regex(/^[\w-]+(\.[\w-]+)*$/, "Name an argument, such as amount or customer.country.")
  .max(200);

/** What an argument may be; one that is not given passes, because the tool's schema says what is required. */
export const argumentRuleSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("one_of"),
    argument: path,
    values: z
      .array(z.union([z.string().max(500), z.number(), z.boolean()]))
      .min(1, "Give at least one value.")
      .max(100),
  }),
  z.strictObject({ kind: z.literal("max"), argument: path, max: z.number("Give a number.") }),
  z.strictObject({
    kind: z.literal("pattern"),
    argument: path,
    /** Of RE2, which takes linear time: the whole value has to match. */
    pattern: z.string().min(1, "Give a regular expression.").max(500),
  }),
]);
export type ArgumentRule = z.output<typeof argumentRuleSchema>;

/** What an owner decides of one tool; what is left out stays. */
export const toolSettingsSchema = z
  .strictObject({
    permission: z.enum(["deny", "allow", "ask"], "This must be one of: deny, allow, ask."),
    rules: z.array(argumentRuleSchema, "Give a list of rules.").max(20, "At most 20 rules a tool."),
    timeoutMs: z
      .int("Give whole milliseconds.")
      .min(1000, "This is at least 1,000 milliseconds.")
      .max(60_000, "This is at most 60,000 milliseconds."),
    /** The hash of the definition that was looked at: another one is not ticked. */
    hash: z.string().length(64),
  })
  .partial();

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "A header's name has letters, digits and hyphens.")
  .max(100);

/** A new MCP server. */
export const newPluginSchema = z.strictObject({
  name: z.string().trim().min(1, "Give a name to know it by.").max(60, "A name has at most 60 characters."),
  url: z
    .url({ protocol: /^https?$/, error: "Give the whole address, such as https://tools.example.com/mcp." })
    .max(500, "An address has at most 500 characters."),
  /** Sent with each request, encrypted at rest. A bearer token is `{ "Authorization": "Bearer …" }`. */
  headers: z
    .record(
      headerName,
      z
        .string()
        .max(4000)
        .regex(/^[\x20-\x7e]*$/, "A header's value is plain text on one line."),
    )
    .refine((headers) => Object.keys(headers).length <= 20, "At most 20 headers.")
    .default({}),
});

/** What is left out stays; headers are replaced as a whole. */
export const pluginChangesSchema = z.strictObject({
  name: newPluginSchema.shape.name.optional(),
  url: newPluginSchema.shape.url.optional(),
  headers: newPluginSchema.shape.headers.unwrap().optional(),
});

export const testToolSchema = z.strictObject({ input: z.record(z.string(), z.unknown()).default({}) });

/** What a person says of a call that waits. */
export const decisionSchema = z.strictObject({
  decision: z.enum(["approve", "refuse"], "This must be approve or refuse."),
  /** Why; the assistant is told. */
  note: z.string().trim().max(500, "A note has at most 500 characters.").default(""),
});

export const toolCallStates = [
  "waiting",
  "approved",
  "running",
  "done",
  "failed",
  "unknown",
  "refused",
  "expired",
  "blocked",
] as const satisfies ToolCallState[];

export const toolCallsRequest = z.strictObject({
  /** In input, output, error, and the names of tool and plugin. */
  q: z.string().trim().max(200).refine(isStorable, unstorable).optional(),
  pluginId: pluginIdSchema.optional(),
  toolName: z.string().max(128).refine(isStorable, unstorable).optional(),
  state: z.enum(toolCallStates).optional(),
  conversationId: z.uuid().optional(),
  origin: z.enum(["conversation", "gateway", "test"]).optional(),
  /** The `nextCursor` of the page before. */
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** A plugin as owners see it: no secret in clear. */
export interface PluginView {
  id: string;
  kind: PluginKind;
  /** Stands before the names of its tools. */
  key: string;
  name: string;
  /** What it is for, of our own ones. */
  description: string;
  url: string | null;
  transport: PluginTransport | null;
  auth: PluginAuth;
  headerNames: string[];
  /** Somebody has to authorise us at the server. */
  needsAuthorization: boolean;
  serverName: string | null;
  serverVersion: string | null;
  checkedAt: Date | null;
  latencyMs: number | null;
  lastError: string | null;
  lastErrorAt: Date | null;
  toolCount: number;
  /** Ticked: allowed, or to be asked first. */
  tickedCount: number;
  /** Ticked, but held back because the server changed or dropped them. */
  heldBackCount: number;
  createdAt: Date | null;
}

/** One tool as owners see it. */
export interface ToolView {
  pluginId: string;
  name: string;
  /** What the model calls it. */
  callName: string;
  permission: ToolPermission;
  rules: ArgumentRule[];
  timeoutMs: number;
  /** What the model is shown, or would be. */
  definition: ToolDefinition;
  /** Of what the server lists: send it back when ticking. Null when it no longer lists the tool. */
  hash: string | null;
  /** About how many tokens the definition takes in each request. */
  tokens: number;
  /** Ticked, and not offered: the server now lists another definition (or none), which this shows. */
  heldBack: { since: Date; listed: ToolDefinition | null } | null;
  lastCall: { at: Date; state: ToolCallState; ms: number | null } | null;
  /** Of the last call that failed. */
  lastFailure: { at: Date; error: string } | null;
}

export interface ToolCallView {
  id: string;
  origin: ToolCallOrigin;
  pluginId: string;
  pluginName: string;
  toolName: string;
  conversationId: string | null;
  replyRunId: string | null;
  /** The customer's name or masked number; null where no conversation is. */
  customer: string | null;
  input: unknown;
  output: string | null;
  outputBytes: number | null;
  truncated: boolean;
  error: string | null;
  state: ToolCallState;
  attempts: number;
  ms: number | null;
  expiresAt: Date | null;
  decidedAt: Date | null;
  decidedByName: string | null;
  decisionNote: string | null;
  createdAt: Date;
}
