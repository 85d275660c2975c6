import type { z } from "zod";
import type { Prisma } from "@/generated/prisma/client";
import { labelContact } from "../conversations/label-contact";
import type { TenantDatabase } from "../db/for-organization";
import { tenantQuery } from "../db/tenant-query";
import { AppError, notFound } from "../errors";
import type { ToolCallView, toolCallsRequest } from "./schema";

export interface ToolCallPage {
  data: ToolCallView[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Calls of tools that fit the filter, newest first. Throws `invalid` for a cursor that is not one of this list. */
export async function listToolCalls(
  db: TenantDatabase,
  wanted: z.output<typeof toolCallsRequest>,
): Promise<ToolCallPage> {
  const ids = await findIds(db, wanted);
  const rows = await db.toolCall.findMany({ where: { id: { in: ids.slice(0, wanted.limit) } }, include: withCustomer });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const data = ids.slice(0, wanted.limit).flatMap((id) => byId.get(id) ?? []);
  const last = data.at(-1);
  return {
    data: data.map(viewToolCall),
    nextCursor: last && ids.length > wanted.limit ? `${last.createdAt.getTime()}_${last.id}` : null,
  };
}

/** Throws `not_found`. */
export async function getToolCall(db: TenantDatabase, id: string): Promise<ToolCallView> {
  const row = await db.toolCall.findFirst({ where: { id }, include: withCustomer });
  if (!row) throw notFound("tool call");
  return viewToolCall(row);
}

const withCustomer = {
  conversation: { select: { customerAddress: true, contact: { select: { displayName: true } } } },
} satisfies Prisma.ToolCallInclude;

type ToolCallRow = Prisma.ToolCallGetPayload<{ include: typeof withCustomer }>;

function viewToolCall(row: ToolCallRow): ToolCallView {
  const { id, origin, pluginId, pluginName, toolName, conversationId, replyRunId, conversation } = row;
  const { input, output, outputBytes, truncated, error, state, attempts, startedAt, finishedAt } = row;
  const { expiresAt, decidedAt, decidedByName, decisionNote, createdAt } = row;
  const customer = conversation && labelContact(conversation.contact.displayName, conversation.customerAddress);
  return {
    ...{ id, origin, pluginId, pluginName, toolName, conversationId, replyRunId, customer: customer?.name ?? null },
    ...{ input, output, outputBytes, truncated, error, state, attempts },
    ms: startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : null,
    ...{ expiresAt, decidedAt, decidedByName, decisionNote, createdAt },
  };
}

/** One more than the page has, to know whether there is another. */
async function findIds(db: TenantDatabase, wanted: z.output<typeof toolCallsRequest>): Promise<string[]> {
  const parameters: unknown[] = [];
  const parameter = (value: unknown) => `$${parameters.push(value) + 1}`;
  const conditions = ['c."organizationId" = $1'];
  if (wanted.pluginId) conditions.push(`c."pluginId" = ${parameter(wanted.pluginId)}`);
  if (wanted.toolName) conditions.push(`c."toolName" = ${parameter(wanted.toolName)}`);
  if (wanted.state) conditions.push(`c."state" = ${parameter(wanted.state)}::"ToolCallState"`);
  if (wanted.origin) conditions.push(`c."origin" = ${parameter(wanted.origin)}::"ToolCallOrigin"`);
  if (wanted.conversationId) conditions.push(`c."conversationId" = ${parameter(wanted.conversationId)}::uuid`);
  if (wanted.q) {
    const pattern = parameter(`%${wanted.q.replace(/[\\%_]/g, "\\$&")}%`);
    conditions.push(`(c."input"::text ILIKE ${pattern} OR c."output" ILIKE ${pattern} OR c."error" ILIKE ${pattern}
      OR c."toolName" ILIKE ${pattern} OR c."pluginName" ILIKE ${pattern})`);
  }
  if (wanted.cursor) {
    const { at, id } = readCursor(wanted.cursor);
    conditions.push(`(c."createdAt", c."id") < (${parameter(at)}, ${parameter(id)}::uuid)`);
  }
  const rows = await tenantQuery<{ id: string }>(
    db,
    `SELECT c."id" FROM "ToolCall" c WHERE ${conditions.join("\n AND ")}
     ORDER BY c."createdAt" DESC, c."id" DESC LIMIT ${parameter(wanted.limit + 1)}`,
    parameters,
  );
  return rows.map(({ id }) => id);
}

function readCursor(cursor: string): { at: Date; id: string } {
  const [, time, id] = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(cursor) ?? [];
  if (time && id) return { at: new Date(Number(time)), id };
  const sentence = "This cursor is not one of this list. Start again without a cursor.";
  throw new AppError("invalid", sentence, { fields: { cursor: "is not a cursor of this list" } });
}
