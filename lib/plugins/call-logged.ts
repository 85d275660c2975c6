import { uuidv7 } from "uuidv7";
import type { Prisma } from "@/generated/prisma/client";
import { callTool } from "./call-tool";
import type { OfferedTool, ToolContext, ToolOutcome } from "./tool";

/** Where a call comes from that is no part of a reply. */
interface Entry {
  origin: "gateway" | "test";
  round?: number;
  position?: number;
  providerCallId?: string;
}

/**
 * As `callTool`, and keeps the call in the log. The row stands before the call is made: what was carried out is never
 * without one.
 */
export async function callLogged(
  tool: OfferedTool,
  input: unknown,
  context: Omit<ToolContext, "callId" | "conversationId">,
  entry: Entry,
): Promise<{ id: string; outcome: ToolOutcome }> {
  const { db } = context;
  const id = uuidv7();
  await db.toolCall.create({
    data: {
      id,
      organizationId: db.organizationId,
      pluginId: tool.pluginId,
      pluginName: tool.pluginName,
      toolName: tool.name,
      callName: tool.callName,
      ...entry,
      input: input as Prisma.InputJsonValue,
      state: "running",
      attempts: 1,
      startedAt: new Date(),
    },
  });
  const outcome = await callTool(tool, input, { ...context, callId: id, conversationId: null });
  await db.toolCall.update({ where: { id }, data: { ...outcome, finishedAt: new Date() } });
  return { id, outcome };
}
