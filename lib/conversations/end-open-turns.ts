import { uuidv7 } from "uuidv7";
import type { TenantDatabase } from "../db/for-organization";
import { logger } from "../logger";
import { handOver } from "../outbox";
import { stoppedSentences } from "./end-stopped-turn";
import { finishRuns, putAllOnTimeline, supersedeRuns } from "./turn";

const mostTurns = 1_000;
/** Rows are held until all of them are written: webhooks of the same customers wait for so many at most. */
const mostTogether = 25;

/**
 * Ends, right after the kill switch was thrown, every turn that waits for an answer, so that nobody waits for its job: it
 * may be settling, asking a model, running a tool or waiting to try again, and finds the turn taken when it goes on. As
 * `endStoppedTurn`, for many at once; the oldest first, for so long at most. What is left the jobs end as they meet it.
 */
export async function endOpenTurns(db: TenantDatabase, mostMs: number): Promise<void> {
  const deadline = Date.now() + mostMs;
  for (const batch of inBatchesOfOneTurn(await findOpen(db))) {
    if (Date.now() > deadline) return;
    try {
      await endTogether(db, batch);
    } catch (error) {
      logger.warn({ err: error }, "could not end open turns together; their jobs will");
    }
  }
}

type OpenTurn = Awaited<ReturnType<typeof findOpen>>[number];

function findOpen(db: TenantDatabase) {
  return db.conversation.findMany({
    where: {
      mode: "bot",
      inboundSeq: { gt: db.conversation.fields.answeredSeq },
      app: { publishedVersionId: { not: null }, disconnectedAt: null },
    },
    orderBy: { lastInboundAt: "asc" },
    take: mostTurns,
    select: {
      id: true,
      inboundSeq: true,
      replyRuns: { where: { outcome: "running" }, orderBy: { id: "desc" }, take: 1, select: { id: true, turn: true } },
    },
  });
}

/** Of the same number, so that one statement can take them. */
function inBatchesOfOneTurn(open: OpenTurn[]): OpenTurn[][] {
  const batches: OpenTurn[][] = [];
  for (const turn of open) {
    const batch = batches.find((one) => one[0]?.inboundSeq === turn.inboundSeq && one.length < mostTogether);
    if (batch) batch.push(turn);
    else batches.push([turn]);
  }
  return batches;
}

async function endTogether(db: TenantDatabase, batch: OpenTurn[]): Promise<void> {
  const { organizationId } = db;
  const turn = batch[0]?.inboundSeq ?? 0;
  const now = new Date();
  const events = await db.$transaction(async (tx) => {
    const app = await tx.whatsAppApp.findFirst({
      where: { mode: "fixed" },
      select: { fixedText: true, publishedVersion: { select: { id: true, model: true } } },
    });
    if (!app?.fixedText || !app.publishedVersion) return [];
    const { id: appVersionId, model } = app.publishedVersion;
    const ids = batch.map(({ id }) => id);
    // The row locks that this takes decide every race, as in takeTurn.
    const taken = await tx.conversation.updateManyAndReturn({
      where: { id: { in: ids }, mode: "bot", inboundSeq: turn, answeredSeq: { lt: turn } },
      data: { answeredSeq: turn, lastMessageAt: now, updatedAt: now },
      select: { id: true },
    });
    const ended = taken.map(({ id: conversationId }) => {
      const [run] = batch.find(({ id }) => id === conversationId)?.replyRuns ?? [];
      const begun = run?.turn === turn ? run.id : null;
      return { conversationId, begun, replyRunId: begun ?? uuidv7() };
    });
    await finishRuns(
      tx,
      ended.flatMap(({ begun }) => begun ?? []),
      "fixed",
    );
    await supersedeRuns(
      tx,
      ended.map(({ conversationId }) => conversationId),
    );
    await tx.replyRun.createMany({
      data: ended
        .filter(({ begun }) => begun === null)
        .map(({ conversationId, replyRunId: id }) => ({
          ...{ id, organizationId, conversationId, appVersionId, turn },
          ...{ model: model.model, currency: model.currency, outcome: "fixed" as const, finishedAt: now },
        })),
    });
    await tx.conversation.updateMany({
      where: { id: { in: ended.map(({ conversationId }) => conversationId) }, needsPersonAt: null },
      data: { needsPersonAt: now, needsPersonReason: stoppedSentences.fixed },
    });
    const said = { organizationId, turn, parts: [app.fixedText], author: "system" as const };
    return putAllOnTimeline(
      tx,
      ended.map(({ conversationId, replyRunId }) => ({ ...said, conversationId, replyRunId })),
    );
  });
  handOver(...events);
}
