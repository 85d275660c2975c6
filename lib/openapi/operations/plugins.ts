import { z } from "zod";
import {
  PluginAuth,
  PluginKind,
  PluginTransport,
  ToolCallOrigin,
  ToolCallState,
  ToolPermission,
} from "@/generated/prisma/enums";
import {
  argumentRuleSchema,
  decisionSchema,
  newPluginSchema,
  pluginChangesSchema,
  pluginIdSchema,
  testToolSchema,
  toolCallsRequest,
  toolSettingsSchema,
} from "../../plugins/schema";
import { cursorNote, exampleIds, id, limitNote, listOf, pageOf, section, time } from "../operation";

const plugin = z.strictObject({
  id: pluginIdSchema,
  kind: z.enum(PluginKind),
  key: z.string().meta({ description: "Stands before the names of its tools: `key__name`." }),
  name: z.string(),
  description: z.string(),
  url: z.string().nullable(),
  transport: z.enum(PluginTransport).nullable().meta({ description: "Found out when it was connected." }),
  auth: z.enum(PluginAuth),
  headerNames: z.array(z.string()).meta({ description: "Their values never come out." }),
  needsAuthorization: z.boolean().meta({ description: "Somebody has to authorise Frontdesk at it, in the panel." }),
  serverName: z.string().nullable(),
  serverVersion: z.string().nullable(),
  checkedAt: time.nullable().meta({ description: "When its tools were last listed, with or without success." }),
  latencyMs: z.int().nullable(),
  lastError: z.string().nullable().meta({ description: "What was wrong then; null: nothing." }),
  lastErrorAt: time.nullable(),
  toolCount: z.int(),
  tickedCount: z.int().meta({ description: "Allowed, or to be asked first." }),
  heldBackCount: z.int().meta({ description: "Of those, how many its server changed or dropped since." }),
  createdAt: time.nullable(),
});

const definition = z.strictObject({
  title: z.string().nullable(),
  description: z.string(),
  inputSchema: z.looseObject({}).meta({ description: "A JSON Schema." }),
  annotations: z.looseObject({}),
  requiresTask: z
    .literal(true)
    .optional()
    .meta({ description: "It only runs as a task of MCP, and cannot be ticked." }),
});

const tool = z.strictObject({
  pluginId: pluginIdSchema,
  name: z.string(),
  callName: z.string().meta({ description: "What the model calls it." }),
  permission: z.enum(ToolPermission),
  rules: z.array(argumentRuleSchema),
  timeoutMs: z.int(),
  definition: definition.meta({ description: "What the model is shown, or would be." }),
  hash: z.string().nullable().meta({ description: "Of what its server lists now: send it back when ticking." }),
  tokens: z.int().meta({ description: "About how many the definition takes in each request." }),
  heldBack: z
    .strictObject({ since: time, listed: definition.nullable() })
    .nullable()
    .meta({ description: "Not offered, because its server describes it differently now, or not at all (null)." }),
  lastCall: z.strictObject({ at: time, state: z.enum(ToolCallState), ms: z.int().nullable() }).nullable(),
  lastFailure: z.strictObject({ at: time, error: z.string() }).nullable(),
});

const toolCall = z.strictObject({
  id: id.meta({ description: "Its idempotency key as well." }),
  origin: z.enum(ToolCallOrigin),
  pluginId: pluginIdSchema,
  pluginName: z.string(),
  toolName: z.string(),
  conversationId: id.nullable(),
  replyRunId: id.nullable(),
  customer: z.string().nullable(),
  input: z.unknown(),
  output: z.string().nullable().meta({ description: "What the model was given." }),
  outputBytes: z.int().nullable(),
  truncated: z.boolean(),
  error: z.string().nullable(),
  state: z.enum(ToolCallState),
  attempts: z.int(),
  ms: z.int().nullable(),
  expiresAt: time.nullable(),
  decidedAt: time.nullable(),
  decidedByName: z.string().nullable(),
  decisionNote: z.string().nullable(),
  createdAt: time,
});

const ofPlugin = { id: { description: "One of `GET /plugins`.", example: exampleIds.plugin } };
const ofTool = { ...ofPlugin, name: { description: "One of `GET /plugins/{id}/tools`.", example: "look" } };
const notOurs = { 409: "`conflict`: a plugin of Frontdesk's own has no server." };

export const plugins = section("Plugins", [
  {
    method: "GET",
    path: "/plugins",
    summary: "List plugins",
    permission: "read-assistant",
    response: {
      status: 200,
      description: "Frontdesk's own first, then MCP servers, oldest first.",
      content: listOf(plugin),
    },
  },
  {
    method: "POST",
    path: "/plugins",
    summary: "Connect an MCP server",
    description:
      "Connects and lists its tools, none of which is allowed yet. A server that asks for OAuth is kept until somebody has authorised Frontdesk in the panel.",
    permission: "configure",
    body: {
      schema: newPluginSchema,
      example: {
        name: "Shop",
        url: "https://tools.example.com/mcp",
        headers: { Authorization: "Bearer 0123456789abcdef" },
      },
    },
    response: { status: 201, description: "The plugin.", content: { schema: plugin } },
  },
  {
    method: "GET",
    path: "/plugins/{id}",
    summary: "Read a plugin",
    permission: "read-assistant",
    parameters: ofPlugin,
    response: { status: 200, description: "As in the list.", content: { schema: plugin } },
  },
  {
    method: "PATCH",
    path: "/plugins/{id}",
    summary: "Change a plugin",
    description: "A new address or new headers are tried first. Headers are replaced as a whole.",
    permission: "configure",
    parameters: ofPlugin,
    body: { schema: pluginChangesSchema, example: { name: "Shop and stock" } },
    response: { status: 200, description: "The plugin.", content: { schema: plugin } },
    errors: notOurs,
  },
  {
    method: "DELETE",
    path: "/plugins/{id}",
    summary: "Delete a plugin",
    description: "With its tools and secrets. Versions that enable it go on without it; its calls stay in the log.",
    permission: "configure",
    parameters: { id: { description: "One of `GET /plugins`.", example: exampleIds.sparePlugin } },
    response: { status: 204, description: "Gone, and erased.", content: null },
    errors: notOurs,
  },
  {
    method: "POST",
    path: "/plugins/{id}/refresh",
    summary: "List a plugin's tools anew",
    description: "What was wrong is in the answer, as `lastError`.",
    permission: "configure",
    parameters: ofPlugin,
    response: { status: 200, description: "The plugin as it is now.", content: { schema: plugin } },
    errors: notOurs,
  },
  {
    method: "GET",
    path: "/plugins/{id}/tools",
    summary: "List the tools of a plugin",
    permission: "read-assistant",
    parameters: ofPlugin,
    response: { status: 200, description: "All of them, by name.", content: listOf(tool) },
  },
  {
    method: "PATCH",
    path: "/plugins/{id}/tools/{name}",
    summary: "Allow, limit or deny a tool",
    description:
      "`allow` and `ask` need the `hash` of the definition that you looked at: the model is shown that one and no other.",
    permission: "configure",
    parameters: ofTool,
    body: {
      schema: toolSettingsSchema,
      example: {
        permission: "deny",
        rules: [{ kind: "max", argument: "amount", max: 50 }],
        timeoutMs: 10000,
      },
    },
    response: { status: 200, description: "The tool.", content: { schema: tool } },
    errors: { 409: "`conflict`: the server describes it differently now." },
  },
  {
    method: "POST",
    path: "/plugins/{id}/tools/{name}/test",
    summary: "Try a tool",
    description: "Really runs it, within its rules. What came of it is in the answer and in the log.",
    permission: "configure",
    parameters: ofTool,
    body: { schema: testToolSchema, example: { input: {} } },
    response: { status: 200, description: "The call.", content: { schema: toolCall } },
    errors: { 409: "`conflict`: it acts on the customer of a conversation, or its server no longer lists it." },
  },
  {
    method: "GET",
    path: "/tool-calls",
    summary: "List calls of tools",
    description: "Newest first, in pages.",
    permission: "read-conversations",
    query: toolCallsRequest,
    parameters: {
      cursor: cursorNote,
      limit: limitNote,
      q: { description: "In input, output, error and names.", example: "look" },
      pluginId: { description: "Of this plugin.", example: exampleIds.plugin },
      toolName: { description: "Of this tool.", example: "look" },
      state: { description: "How it ended, or where it stands.", example: "done" },
      conversationId: { description: "From this conversation.", example: exampleIds.conversation },
      origin: { description: "Where it came from.", example: "conversation" },
    },
    response: { status: 200, description: "One page.", content: pageOf(toolCall) },
  },
  {
    method: "GET",
    path: "/tool-calls/{id}",
    summary: "Read a call of a tool",
    permission: "read-conversations",
    parameters: { id: { description: "One of `GET /tool-calls`.", example: exampleIds.toolCall } },
    response: { status: 200, description: "As in the list.", content: { schema: toolCall } },
  },
  {
    method: "POST",
    path: "/tool-calls/{id}/decision",
    summary: "Decide on a call that waits",
    description:
      "Approved, it is carried out and the assistant goes on; refused, the assistant is told, with the note. Calls that wait are those with `state=waiting`.",
    permission: "work-conversations",
    parameters: { id: { description: "One of `GET /tool-calls`.", example: exampleIds.waitingToolCall } },
    body: { schema: decisionSchema, example: { decision: "refuse", note: "Not above 50 euros." } },
    response: { status: 204, description: "Decided.", content: null },
    errors: { 409: "`conflict`: it no longer waits, or the assistant is stopped." },
  },
]);
