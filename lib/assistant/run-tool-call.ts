import type { ToolCall } from "@/generated/prisma/client";
import { assistantMayAct, turnIsCurrent } from "../conversations/claim-turn";
import type { TenantDatabase } from "../db/for-organization";
import { callTool } from "../plugins/call-tool";
import { definitionHash } from "../plugins/firewall/definition-hash";
import { listOfferedTools } from "../plugins/offered-tools";
import type { OfferedTool, ToolOutcome } from "../plugins/tool";
import type { Answering } from "./schema";
import { answeringOf } from "./version-content";
import { watchTurn } from "./watch-turn";

/**
 * Runs a call that was cleared, as a part of the attempt `replyRunId`, and keeps how it ended; a call that failed is no
 * error. Not begun when the turn is no longer current. Safe to meet twice: a call that ended is not run again; one that
 * was begun and cut off is run again only when that cannot do anything twice, and is `unknown` otherwise.
 */
export async function runToolCall(db: TenantDatabase, id: string, replyRunId: string): Promise<void> {
  const run = await db.replyRun.findUniqueOrThrow({ where: { id: replyRunId } });
  if (!(await turnIsCurrent(db, run.conversationId, run.turn))) return;
  const call = await db.toolCall.findUniqueOrThrow({
    where: { id },
    include: { replyRun: { select: { version: true } } },
  });
  const { conversationId } = call;
  if (!call.replyRun || !conversationId || (call.state !== "approved" && call.state !== "running")) return;
  const answering = answeringOf(call.replyRun.version);
  const tool = (await listOfferedTools(db, answering, { conversation: true })).find(
    ({ callName }) => callName === call.callName,
  );
  const outcome = await outcomeOf(db, { ...call, conversationId }, tool, answering.business);
  if (outcome) await end(db, id, outcome);
}

/** Null when another process was faster. */
async function outcomeOf(
  db: TenantDatabase,
  call: ToolCall & { conversationId: string },
  tool: OfferedTool | undefined,
  business: Answering["business"],
): Promise<ToolOutcome | null> {
  if (call.state === "running" && !tool?.repeatable)
    return { state: "unknown", error: "It was cut off before it said how it ended." };
  if (!tool) return { state: "failed", error: "This tool may not be used any more." };
  if (tool.permission === "ask" && !call.decidedAt)
    return { state: "failed", error: "A person has to approve this now, and has not been asked. Call it again." };
  if (call.definitionHash && call.definitionHash !== definitionHash(tool.name, tool.definition))
    return { state: "failed", error: "The tool was changed after a person had been asked. Call it again." };
  const { id, state, attempts, conversationId } = call;
  const { count } = await db.toolCall.updateMany({
    where: { id, state, attempts },
    data: { state: "running", startedAt: new Date(), attempts: { increment: 1 } },
  });
  if (count === 0) return null;
  // A newer message stops no call that may have changed something; a person, a pause and the kill switch do not wait for it.
  const watch = watchTurn(conversationId, () => assistantMayAct(db, conversationId));
  try {
    const context = { db, callId: id, conversationId, business, dryRun: false, signal: watch.signal };
    return await callTool(tool, call.input, context);
  } finally {
    watch.stop();
  }
}

/** What was decided meanwhile stands: only a call that is still open is ended. */
async function end(db: TenantDatabase, id: string, outcome: ToolOutcome): Promise<void> {
  await db.toolCall.updateMany({
    where: { id, state: { in: ["approved", "running"] } },
    data: { ...outcome, finishedAt: new Date() },
  });
}
