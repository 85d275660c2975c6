import { z } from "zod";
import { redact } from "../firewall/redact";
import type { ToolDefinition } from "../schema";
import type { Connection } from "./open-client";
import { ServerFailure } from "./server-failure";

const mostTools = 200;
const mostPages = 50;
const largestDefinition = 32 * 1024;

export interface Listing {
  /** By name. */
  definitions: Map<string, ToolDefinition>;
  /** A sentence for each tool that cannot be taken, which names it. */
  refused: string[];
}

const page = z.object({ tools: z.array(z.unknown()), nextCursor: z.string().optional() });

const hint = z.boolean().optional();
const tool = z.object({
  name: z.string().min(1).max(128),
  title: z.string().nullish(),
  description: z.string().nullish(),
  inputSchema: z.looseObject({ type: z.literal("object") }),
  annotations: z
    .object({
      title: z.string().optional(),
      readOnlyHint: hint,
      idempotentHint: hint,
      destructiveHint: hint,
      openWorldHint: hint,
    })
    .nullish(),
  execution: z.object({ taskSupport: z.unknown() }).nullish().catch(null),
});

/**
 * Asks a server for all its tools, page by page. Read here and not by the SDK's own schema, so that one odd tool does not
 * hide the others, and none of the server's output schemas is compiled. Throws ServerFailure.
 */
export async function listDefinitions(connection: Connection, secrets: string[]): Promise<Listing> {
  const listing: Listing = { definitions: new Map(), refused: [] };
  let cursor: string | undefined;
  for (let pages = 0; pages === 0 || cursor; pages++) {
    const params = cursor === undefined ? {} : { cursor };
    const { tools, nextCursor } = await connection.request({ method: "tools/list", params }, page);
    for (const raw of tools) take(listing, raw, secrets);
    cursor = nextCursor;
    if (listing.definitions.size > mostTools || pages > mostPages)
      throw new ServerFailure(`The server lists more than ${mostTools} tools. Connect one that offers fewer.`);
  }
  return listing;
}

function take({ definitions, refused }: Listing, raw: unknown, secrets: string[]): void {
  const read = readTool(raw, secrets);
  if (typeof read === "string") refused.push(read);
  else definitions.set(read.name, read.definition);
}

/** Gives a sentence for a tool that cannot be taken. */
function readTool(raw: unknown, secrets: string[]): { name: string; definition: ToolDefinition } | string {
  const json = toJson(raw);
  const named = `The tool “${nameOf(raw)}”`;
  if (json === undefined || Buffer.byteLength(json) > largestDefinition)
    return `${named} has a definition of more than 32 KB.`;
  if (json.includes("\\u0000") || !json.isWellFormed() || /\\ud[89a-f]/i.test(json))
    return `${named} has a character in its definition that cannot be stored.`;
  const parsed = tool.safeParse(JSON.parse(redact(json, secrets)));
  if (!parsed.success) return `${named} has no definition that MCP allows.`;
  const { name, title, description, inputSchema, annotations, execution } = parsed.data;
  const { title: otherTitle, ...hints } = annotations ?? {};
  return {
    name,
    definition: {
      title: title ?? otherTitle ?? null,
      description: description ?? "",
      inputSchema,
      annotations: Object.fromEntries(Object.entries(hints).filter(([, value]) => value !== undefined)),
      ...(execution?.taskSupport === "required" && { requiresTask: true }),
    },
  };
}

/** Undefined for what is nested too deeply to be written. */
function toJson(raw: unknown): string | undefined {
  try {
    return JSON.stringify(raw);
  } catch {
    return undefined;
  }
}

function nameOf(raw: unknown): string {
  const name = (raw as { name?: unknown } | null)?.name;
  return typeof name === "string" ? name.replaceAll("\u0000", "").toWellFormed().slice(0, 128) : "without a name";
}
