import type { LanguageModelV3Content, LanguageModelV3Message } from "@ai-sdk/provider";
import type { Direction, ReplyRun, ToolCall } from "@/generated/prisma/client";
import { replySteps } from "../conversations/receipt-schema";
import type { TenantDatabase } from "../db/for-organization";
import { listOfferedTools } from "../plugins/offered-tools";
import type { OfferedTool } from "../plugins/tool";
import type { HistoryMessage } from "./build-prompt";
import { carriedMessages, roundMessages } from "./reply-rounds";
import type { Answering } from "./schema";

/** All that the model is told in one round of a turn. */
export interface TurnSoFar {
  /** Oldest first; ends with what is to be answered. */
  history: HistoryMessage[];
  /** What came of tools, in this attempt and before it. */
  rounds: LanguageModelV3Message[];
  /** What it may call: without those that failed twice in this turn. */
  tools: OfferedTool[];
  /** Calls of earlier attempts that no answer of the model has told of, and those that a person has yet to decide. */
  carried: ToolCall[];
  /** Calls of this attempt. */
  own: ToolCall[];
}

const mostMessages = 30;
const mostCarried = 40;
const mostFailures = 2;

/** Reads what a claimed turn has come to, from the database alone. */
export async function readTurn(db: TenantDatabase, run: ReplyRun, answering: Answering): Promise<TurnSoFar> {
  const steps = replySteps.parse(run.steps);
  const [{ answeredSeq }, history, own, carried, offered] = await Promise.all([
    db.conversation.findUniqueOrThrow({ where: { id: run.conversationId }, select: { answeredSeq: true } }),
    readHistory(db, run),
    steps.length > 0 ? readOwn(db, run) : [],
    readCarried(db, run),
    listOfferedTools(db, answering, { conversation: true }),
  ]);
  const rounds = steps.flatMap(({ round, content }) => {
    const calls = own.filter((call) => call.round === round);
    return content ? roundMessages(content as LanguageModelV3Content[], calls) : [];
  });
  const isOfTurn = ({ turn, decisionSeq }: ToolCall) => Math.max(turn ?? 0, decisionSeq ?? 0) > answeredSeq;
  const failures = [...own, ...carried.filter(isOfTurn)].filter(
    ({ state }) => state === "failed" || state === "unknown" || state === "blocked",
  );
  const isTakenAway = ({ callName }: OfferedTool) =>
    failures.filter((call) => call.callName === callName).length >= mostFailures;
  return {
    history,
    rounds: [...carriedMessages(carried), ...rounds],
    tools: offered.filter((tool) => !isTakenAway(tool)),
    carried,
    own,
  };
}

/** The calls of this attempt. */
function readOwn(db: TenantDatabase, { id }: ReplyRun): Promise<ToolCall[]> {
  return db.toolCall.findMany({ where: { replyRunId: id }, orderBy: [{ round: "asc" }, { position: "asc" }] });
}

/**
 * The last messages up to and including the turn, oldest first, without what failed. What tools of this very attempt sent
 * is told by their results.
 */
async function readHistory(db: TenantDatabase, { id, conversationId, turn }: ReplyRun): Promise<HistoryMessage[]> {
  const messages = await db.message.findMany({
    where: {
      conversationId,
      OR: [
        { direction: "inbound", seq: { lte: turn } },
        { direction: "outbound", deliveryState: { not: "failed" }, replyRunId: null },
        { direction: "outbound", deliveryState: { not: "failed" }, replyRunId: { not: id } },
      ],
    },
    orderBy: { id: "desc" },
    take: mostMessages,
    select: {
      direction: true,
      author: true,
      kind: true,
      text: true,
      extras: true,
      seq: true,
      replyRun: { select: { turn: true } },
    },
  });
  return inTurnOrder(messages.reverse());
}

/**
 * A message that came in while an answer to earlier ones was being kept may have an id from before that answer, which does
 * not know of it: the answer goes before it, so that the model is not told that all is answered.
 */
function inTurnOrder<M extends { direction: Direction; seq: number | null; replyRun: { turn: number } | null }>(
  messages: M[],
): M[] {
  const ordered: M[] = [];
  for (const message of messages) {
    const { turn = Number.POSITIVE_INFINITY } = message.replyRun ?? {};
    const isLater = ({ direction, seq }: M) => direction === "inbound" && seq !== null && seq > turn;
    const before = ordered.findLastIndex((each) => !isLater(each)) + 1;
    ordered.splice(before, 0, message);
  }
  return ordered;
}

/**
 * What was begun and no answer of the model that may have arrived has told of, or waits for a person: a turn that ended
 * with a fixed text told the customer nothing of its calls. What was never begun is not spoken of.
 */
async function readCarried(db: TenantDatabase, { conversationId, id }: ReplyRun): Promise<ToolCall[]> {
  // By the messages, which have an index by turn.
  const told = await db.message.findFirst({
    where: {
      conversationId,
      turn: { not: null },
      toolCallId: null,
      deliveryState: { not: "failed" },
      replyRun: { outcome: "answered" },
    },
    orderBy: { turn: "desc" },
    select: { turn: true },
  });
  const since = { gt: told?.turn ?? 0 };
  const calls = await db.toolCall.findMany({
    where: {
      conversationId,
      replyRunId: { not: id },
      NOT: { state: "expired", decidedAt: null },
      OR: [
        { state: { notIn: ["approved", "running"] }, OR: [{ turn: since }, { decisionSeq: since }] },
        { state: "waiting" },
      ],
    },
    orderBy: { id: "desc" },
    take: mostCarried,
  });
  return calls.reverse();
}
