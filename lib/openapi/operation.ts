import { z } from "zod";
import type { Permission } from "../auth/permissions";

/** One method of one path, as the document describes it and its test calls it. */
export interface Operation {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As OpenAPI writes it: /models/{id}. */
  path: string;
  /** The part of the reference under which it stands. */
  section: string;
  /** What it does, in a few words. */
  summary: string;
  description?: string;
  /** What the caller needs; null where there is no caller yet. */
  permission: Permission | null;
  /** The very schema that the handler checks; its notes and example by the parameter's name. */
  query?: z.ZodObject;
  parameters?: Record<string, { description: string; example?: string }>;
  body?: { schema: z.ZodType; example: object };
  response: { status: number; description: string; content: ResponseContent | null };
  /** Codes besides those that every path may answer with; what is said of one of these holds. */
  errors?: Record<number, string>;
  /** Where errors have another form than everywhere else. */
  errorSchema?: z.ZodType;
}

/** JSON of a schema that refuses what it does not know; or a file, of which only the type is described. */
export type ResponseContent = { schema: z.ZodType } | { mediaType: string; also?: string[] };

/** Keeps the list of operations of one section typed, and gives each its section. */
export function section(name: string, operations: Omit<Operation, "section">[]): Operation[] {
  return operations.map((operation) => ({ ...operation, section: name }));
}

export const id = z.uuid();
export const time = z.iso.datetime();

/** A list that is whole. */
export function listOf(row: z.ZodType) {
  return { schema: z.strictObject({ data: z.array(row) }) };
}

/** A list in pages. */
export function pageOf(row: z.ZodType) {
  return { schema: z.strictObject({ data: z.array(row), nextCursor: z.string().nullable() }) };
}

/**
 * The ids of the examples. Nothing of the kind exists anywhere but where the test of the document makes it, so that each
 * example can be called as it stands.
 */
export const exampleIds = {
  providerKey: "01900000-0000-7000-8000-000000000002",
  spareProviderKey: "01900000-0000-7000-8000-000000000003",
  model: "01900000-0000-7000-8000-000000000004",
  spareModel: "01900000-0000-7000-8000-000000000005",
  member: "01900000-0000-7000-8000-00000000000a",
  invitation: "01900000-0000-7000-8000-00000000000b",
  apiToken: "01900000-0000-7000-8000-00000000000c",
  user: "01900000-0000-7000-8000-00000000000d",
  version: "01900000-0000-7000-8000-000000000009",
  conversation: "01900000-0000-7000-8000-000000000006",
  replyRun: "01900000-0000-7000-8000-000000000008",
  plugin: "01900000-0000-7000-8000-000000000010",
  sparePlugin: "01900000-0000-7000-8000-000000000011",
  toolCall: "01900000-0000-7000-8000-000000000012",
  waitingToolCall: "01900000-0000-7000-8000-000000000013",
} as const;

export const cursorNote = { description: "`nextCursor` of the page before; none for the first." };
export const limitNote = { description: "How many, 1 to 100.", example: "20" };
