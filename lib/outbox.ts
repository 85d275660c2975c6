import { uuidv7 } from "uuidv7";
import { database } from "./db/client";
import type { TenantTransaction } from "./db/for-organization";
import { type EventData, type EventName, eventSchemas } from "./events";
import { logger } from "./logger";

/**
 * The outbox: an event is written as a row in the transaction that it speaks of, handed to the job server after that
 * transaction, and deleted once the server has it. A crash in between leaves the row, which the sweeper hands over; the
 * row's id is the event's id, so that the server takes a second copy for the same.
 */
export interface OutboxRow {
  id: string;
  name: string;
  data: unknown;
}

/** How rows reach the job server. The entry point gives it, because lib does not know inngest. */
export type Deliver = (rows: OutboxRow[]) => Promise<void>;

const largestBatch = 200;
/**
 * Rows gather for so long after a delivery of several: under load, a delivery for each row would cost as much as the
 * webhook. After one of a single row nobody waits.
 */
const gatherMs = 50;
const retryMs = 1_000;

/** Writes an event in the caller's transaction. Call `handOver` with the returned row once that has committed. */
export async function writeEvent<N extends EventName>(
  db: TenantTransaction,
  name: N,
  data: EventData<N>,
): Promise<OutboxRow> {
  const row = { id: uuidv7(), name, data: eventSchemas[name].parse(data) };
  // The scoped client adds the organisation, which its types cannot know.
  await db.outboxEvent.create({ data: { ...row, organizationId: data.organizationId } });
  return row;
}

/** The same for several of one name. */
export async function writeEvents<N extends EventName>(
  db: TenantTransaction,
  name: N,
  all: EventData<N>[],
): Promise<OutboxRow[]> {
  const rows = all.map((data) => ({ id: uuidv7(), name, data: eventSchemas[name].parse(data) }));
  await db.outboxEvent.createMany({
    data: rows.map((row, index) => ({ ...row, organizationId: all[index]?.organizationId ?? "" })),
  });
  return rows;
}

/** Hands committed rows to the job server soon, in the background. What cannot be delivered stays in the table. */
export function handOver(...rows: OutboxRow[]): void {
  state.waiting.push(...rows);
  state.flushing ??= flush();
}

/** Starts delivering, and first of all what an earlier process left. Called once, when the app starts. */
export async function startOutbox(deliver: Deliver): Promise<void> {
  state.deliver = deliver;
  await handOverStored(0).catch((error) => logger.error({ err: error }, "could not read the outbox; the sweeper will"));
}

/** Finds rows that nobody delivered for `olderThanMs` and hands them over. Returns how many there were. */
export async function handOverStored(olderThanMs: number): Promise<number> {
  const rows = await database().prisma.outboxEvent.findMany({
    where: { createdAt: { lt: new Date(Date.now() - olderThanMs) } },
    orderBy: { createdAt: "asc" },
    take: 5 * largestBatch,
    select: { id: true, name: true, data: true },
  });
  if (rows.length > 0) handOver(...rows);
  return rows.length;
}

/** Resolves when nothing waits: for a clean stop and for tests. */
export async function outboxIdle(): Promise<void> {
  while (state.flushing) await state.flushing;
}

interface OutboxState {
  waiting: OutboxRow[];
  deliver?: Deliver;
  flushing?: Promise<void>;
}

// Next evaluates a module once for each of its bundles: the process has one queue all the same.
const holder = globalThis as typeof globalThis & { frontdeskOutbox?: OutboxState };
holder.frontdeskOutbox ??= { waiting: [] };
const state = holder.frontdeskOutbox;

async function flush(): Promise<void> {
  await undefined; // so that `state.flushing` is set before it is cleared
  while (state.deliver && state.waiting.length > 0) {
    await deliverBatch(state.deliver, state.waiting.splice(0, largestBatch));
  }
  // In the same moment as nothing waited: what is handed over after it starts anew.
  state.flushing = undefined;
}

async function deliverBatch(deliver: Deliver, batch: OutboxRow[]): Promise<void> {
  try {
    await deliver(batch);
    await database().pool.query('DELETE FROM "OutboxEvent" WHERE "id" = ANY($1::uuid[])', [batch.map((row) => row.id)]);
    if (batch.length > 1) await pause(gatherMs);
  } catch (error) {
    logger.warn({ err: error, events: batch.length }, "the job server did not take events; they stay in the outbox");
    await rest(batch);
  }
}

/** Keeps a failed batch for another try, unless so much waits that the table is the better place for it. */
async function rest(batch: OutboxRow[]): Promise<void> {
  if (state.waiting.length < 5 * largestBatch) state.waiting.unshift(...batch);
  await pause(retryMs);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
