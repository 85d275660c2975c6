import { z } from "zod";
import type { TenantDatabase } from "../db/for-organization";
import { notFound } from "../errors";
import { deliveryRanks, deliveryStateOf } from "./delivery-state";
import { costOf } from "./receipt-cost";
import { roundsOf } from "./receipt-rounds";
import type { Receipt, ReceiptPart } from "./receipt-schema";
import { timelineOf } from "./receipt-timeline";

/**
 * All that is known of one attempt to answer: how long each part of it took, what it used, what it cost, and how it
 * arrived. The sum of the cost's lines is its total, and the total is what the run says.
 *
 * @throws AppError `not_found` when the conversation has no such run here, also when an id is no id at all
 */
export async function getReceipt(db: TenantDatabase, conversationId: string, runId: string): Promise<Receipt> {
  const run = z.uuid().safeParse(runId).success ? await findRun(db, conversationId, runId) : null;
  if (!run) throw notFound("receipt");
  const [asked, calls] = await Promise.all([
    db.message.findFirst({ where: { conversationId, seq: run.turn }, select: { createdAt: true } }),
    db.toolCall.findMany({
      where: { conversationId, OR: [{ replyRunId: run.id }, { decisionSeq: run.turn }] },
      orderBy: [{ round: "asc" }, { position: "asc" }, { id: "asc" }],
    }),
  ]);
  const rounds = roundsOf(run, calls);
  const parts = run.messages.map(toPart);
  const firstCall = run.messages.find((message) => message.attemptedAt)?.attemptedAt ?? null;
  const askedAt = asked?.createdAt ?? null;
  return {
    id: run.id,
    conversationId,
    version: run.version.number,
    model: run.model,
    outcome: run.outcome,
    finishReason: run.finishReason,
    error: run.errorMessage,
    startedAt: run.startedAt,
    answerMs: askedAt && firstCall ? Math.max(0, firstCall.getTime() - askedAt.getTime()) : null,
    delivery: deliveryOf(parts),
    timeline: timelineOf({ ...run, askedAt, rounds, messages: run.messages }),
    rounds,
    tokens: { input: run.inputTokens, output: run.outputTokens },
    cost: costOf(run, run.version.model, rounds),
    parts,
    rating: run.rating,
  };
}

type StoredRun = NonNullable<Awaited<ReturnType<typeof findRun>>>;

function findRun(db: TenantDatabase, conversationId: string, id: string) {
  return db.replyRun.findFirst({
    where: { id, conversationId },
    include: {
      version: {
        select: {
          number: true,
          model: { select: { model: true, inputPricePerMTok: true, outputPricePerMTok: true, currency: true } },
        },
      },
      rating: { select: { verdict: true, reason: true, betterAnswer: true, authorName: true, updatedAt: true } },
      messages: {
        // What a tool sent on the way is no part of the answer.
        // The conversation is named as well, because an index begins with it.
        where: { conversationId, toolCallId: null },
        orderBy: [{ part: "asc" }, { id: "asc" }],
        select: {
          id: true,
          author: true,
          deliveryState: true,
          providerSid: true,
          attemptedAt: true,
          errorCode: true,
          errorMessage: true,
          createdAt: true,
          events: {
            orderBy: { createdAt: "asc" },
            select: { status: true, errorCode: true, createdAt: true, providerSid: true },
          },
        },
      },
    },
  });
}

function toPart(message: StoredRun["messages"][number]): ReceiptPart {
  const { id, deliveryState, providerSid, errorCode, errorMessage, events, attemptedAt } = message;
  return {
    messageId: id,
    deliveryState,
    providerSid,
    calledAt: attemptedAt,
    error: errorCode || errorMessage ? { code: errorCode, message: errorMessage ?? "Twilio refused it." } : null,
    events: events.map((event) => ({ status: event.status, errorCode: event.errorCode || null, at: event.createdAt })),
  };
}

/** The whole answer has come as far as the part that came least far; one that failed is a failure of the whole. */
function deliveryOf(parts: ReceiptPart[]): Receipt["delivery"] {
  const failed = parts.find((part) => part.deliveryState === "failed");
  const least = failed ?? parts.toSorted((one, two) => rank(one) - rank(two))[0];
  if (!least) return null;
  // Receipts come late and out of order: the last one need not be the one that counts.
  const event = least.events.findLast(({ status }) => deliveryStateOf(status) === least.deliveryState);
  return { state: least.deliveryState, at: event?.at ?? null };
}

const rank = (part: ReceiptPart) => deliveryRanks[part.deliveryState];
