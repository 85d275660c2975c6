import { uuidv7 } from "uuidv7";
import type { Prisma, ReplyRun } from "@/generated/prisma/client";
import type { TenantDatabase } from "../db/for-organization";
import type { ChainCompletion } from "../gateway/complete-along-chain";
import { judgeCall, type KnownCalls } from "./judge-call";
import { isRecorded } from "./reply-rounds";

/** More in one round is no plan any more. */
const mostCalls = 16;

/**
 * Keeps what one call of the model gave, whole or not at all: its answer, or a row for each tool call that it asks for,
 * cleared to be run, waiting for a person, or ended already where it cannot be run. Totals of the run grow with it.
 * Returns the run as it is then; null when it has ended meanwhile, and nothing is kept. A round that is there already
 * stays as it is: of two that asked at once, the first counts.
 *
 * @param known what it was offered, and the calls before; null where calls were not allowed any more
 */
export async function recordRound(
  db: TenantDatabase,
  run: Pick<ReplyRun, "id" | "conversationId" | "turn">,
  round: number,
  completion: ChainCompletion,
  known: KnownCalls | null,
): Promise<ReplyRun | null> {
  const rows = known ? await toRows(db, run, round, completion.toolCalls.slice(0, mostCalls), known) : [];
  return db.$transaction(async (tx) => {
    // Holds the row: Prisma knows no SELECT … FOR UPDATE.
    const [before] = await tx.replyRun.updateManyAndReturn({
      where: { id: run.id, outcome: "running" },
      data: { outcome: "running" },
    });
    if (!before) return null;
    if (isRecorded(before, round)) return before;
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
  known: KnownCalls,
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
    return { ...row, ...judgeCall(call, known, lastInboundAt) };
  });
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
