import { isDeepStrictEqual } from "node:util";
import { uuidv7 } from "uuidv7";
import type { Prisma, ReplyRun, ToolCall } from "@/generated/prisma/client";
import { replySteps } from "../conversations/receipt-schema";
import { replyWindow } from "../conversations/reply-window";
import type { TenantDatabase } from "../db/for-organization";
import type { ChainCompletion } from "../gateway/complete-along-chain";
import { readObject } from "../gateway/next-round";
import { argumentsProblem } from "../plugins/call-tool";
import type { TurnSoFar } from "./read-turn";

/** More in one round is no plan any more. */
const mostCalls = 16;
/** What a tool read is good for so long. */
const freshMs = 10 * 60_000;

/**
 * Keeps what one call of the model gave, whole or not at all: its answer, or a row for each tool call that it asks for,
 * cleared to be run, waiting for a person, or ended already where it cannot be run. Totals of the run grow with it.
 * Returns the run as it is then; null when it has ended meanwhile, and nothing is kept. A round that is there already
 * stays as it is: of two that asked at once, the first counts.
 *
 * @param turn what it was offered; null where calls were not allowed any more
 */
export async function recordRound(
  db: TenantDatabase,
  run: Pick<ReplyRun, "id" | "conversationId" | "turn">,
  round: number,
  completion: ChainCompletion,
  turn: Offered | null,
): Promise<ReplyRun | null> {
  const rows = turn ? await toRows(db, run, round, completion.toolCalls.slice(0, mostCalls), turn) : [];
  return db.$transaction(async (tx) => {
    // Takes the row's lock.
    const { count } = await tx.replyRun.updateMany({
      where: { id: run.id, outcome: "running" },
      data: { outcome: "running" },
    });
    if (count === 0) return null;
    const before = await tx.replyRun.findUniqueOrThrow({ where: { id: run.id } });
    if (before.answer !== null || replySteps.parse(before.steps).some((step) => step.round === round)) return before;
    if (rows.length > 0) await tx.toolCall.createMany({ data: rows });
    return tx.replyRun.update({ where: { id: run.id }, data: grow(before, round, completion, rows.length > 0) });
  });
}

/** One for each call, in the order in which the model asked for them. */
async function toRows(
  db: TenantDatabase,
  run: Pick<ReplyRun, "id" | "conversationId" | "turn">,
  round: number,
  calls: ChainCompletion["toolCalls"],
  offered: Offered,
): Promise<Prisma.ToolCallCreateManyInput[]> {
  if (calls.length === 0) return [];
  const { lastInboundAt } = await db.conversation.findUniqueOrThrow({
    where: { id: run.conversationId },
    select: { lastInboundAt: true },
  });
  return calls.map((call, position) => {
    const row = {
      id: uuidv7(),
      organizationId: db.organizationId,
      origin: "conversation" as const,
      conversationId: run.conversationId,
      replyRunId: run.id,
      turn: run.turn,
      round,
      position,
      callName: call.toolName,
      providerCallId: call.toolCallId,
    };
    return { ...row, ...judge(call, offered, lastInboundAt) };
  });
}

/** What the round was offered, and the calls that are known. */
type Offered = Pick<TurnSoFar, "tools" | "carried" | "own">;

type Judged = Pick<Prisma.ToolCallCreateManyInput, "pluginId" | "pluginName" | "toolName" | "input" | "state"> &
  Partial<Prisma.ToolCallCreateManyInput>;

/** What is to become of a call: to be run, to be asked about, or ended at once, with the reason. */
function judge(
  { toolName: callName, input: written }: ChainCompletion["toolCalls"][number],
  { tools, carried, own }: Offered,
  lastInboundAt: Date,
): Judged {
  const input = readObject(written);
  const tool = tools.find((offered) => offered.callName === callName);
  const named = {
    pluginId: tool?.pluginId ?? "",
    pluginName: tool?.pluginName ?? "",
    toolName: tool?.name ?? callName,
    input: (input ?? {}) as Prisma.InputJsonObject,
  };
  const ended = (state: "failed" | "blocked", error: string) => ({ ...named, state, error, finishedAt: new Date() });
  if (!tool) return ended("failed", "There is no such tool, or it failed too often in this turn.");
  if (!input) return ended("blocked", "The arguments are not a JSON object.");
  const isSame = (call: ToolCall) => call.callName === callName && isDeepStrictEqual(call.input, input);
  if (!tool.repeatable && [...carried, ...own].some((call) => call.state === "unknown" && isSame(call)))
    return ended("blocked", "Nobody knows whether the same call was carried out. A person has to look.");
  const same = carried.findLast(isSame);
  if (same?.state === "done" && !(tool.definition.annotations.readOnlyHint === true && isStale(same))) {
    const { output, outputBytes, truncated } = same;
    return { ...named, state: "done", output, outputBytes, truncated, finishedAt: new Date() };
  }
  if (same?.state === "waiting") return ended("blocked", "The same call waits for a person already.");
  if (tool.permission === "allow") return { ...named, state: "approved" };
  const problem = argumentsProblem(tool, input);
  if (problem) return ended("blocked", problem);
  return { ...named, state: "waiting", expiresAt: replyWindow(lastInboundAt).decideBefore };
}

function isStale({ finishedAt }: ToolCall): boolean {
  return finishedAt !== null && Date.now() - finishedAt.getTime() > freshMs;
}

function grow(
  before: ReplyRun,
  round: number,
  completion: ChainCompletion,
  calls: boolean,
): Prisma.ReplyRunUpdateInput {
  const { text, content, model, currency, finishReason, inputTokens, outputTokens, costMicros, modelMs, attempts } =
    completion;
  const step = {
    kind: "model",
    round,
    model,
    at: new Date(Date.now() - modelMs).toISOString(),
    ms: modelMs,
    inputTokens,
    outputTokens,
    costMicros: costMicros === null ? null : Number(costMicros),
    finishReason,
    // Where another model was asked before or beside it.
    ...(attempts.length > 1 && {
      attempts: attempts.map((attempt) => ({ ...attempt, error: attempt.error?.message ?? null })),
    }),
    // Only what is sent back in the next round; the answer itself stands beside it.
    ...(calls && { content: JSON.parse(JSON.stringify(withoutMoreCalls(content))) }),
  };
  const steps = [...(Array.isArray(before.steps) ? before.steps : []), step] as Prisma.InputJsonArray;
  return {
    steps,
    model,
    currency,
    finishReason,
    inputTokens: round === 0 ? inputTokens : sum(before.inputTokens, inputTokens),
    outputTokens: round === 0 ? outputTokens : sum(before.outputTokens, outputTokens),
    costMicros:
      round === 0
        ? costMicros
        : before.costMicros === null || costMicros === null
          ? null
          : before.costMicros + costMicros,
    modelMs: (before.modelMs ?? 0) + modelMs,
    errorKind: null,
    errorMessage: null,
    ...(!calls && { answer: text }),
  };
}

/** A provider refuses a call that no result follows. */
function withoutMoreCalls(content: ChainCompletion["content"]): ChainCompletion["content"] {
  let calls = 0;
  return content.filter((part) => part.type !== "tool-call" || ++calls <= mostCalls);
}

/** What one round did not tell is not known of the whole. */
function sum(before: number | null, added: number | null): number | null {
  return before === null || added === null ? null : before + added;
}
