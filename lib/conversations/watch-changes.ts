import type { TenantDatabase } from "../db/for-organization";
import { logger } from "../logger";

const pollMs = 1_000;
/** A write gets its time when it begins and is seen when it commits: look this far back for ones that took longer. */
const slowestCommitMs = 5_000;
const mostRows = 500;

type Listener = (conversationIds: string[]) => void;

interface Watch {
  listeners: Set<Listener>;
  /** When the loop has asked for the first time. */
  begun: Promise<void>;
  stop(): void;
}

// Next evaluates a module once for each of its bundles: the process has one loop an organisation all the same.
const holder = globalThis as typeof globalThis & { frontdeskWatches?: Map<string, Watch> };

/**
 * Tells which conversations of the organisation changed, within about a second of the change. However many listen, one
 * loop asks the database, and none while nobody listens. Some changes may be told twice, none is left out: those since
 * `since` (when the listener last read) are told at once.
 *
 * @returns what ends it
 */
export function watchChanges(db: TenantDatabase, since: Date, listener: Listener): () => void {
  holder.frontdeskWatches ??= new Map();
  const watches = holder.frontdeskWatches;
  const watch = watches.get(db.organizationId) ?? startWatch(db);
  watches.set(db.organizationId, watch);
  watch.listeners.add(listener);

  // Not before the loop knows where it begins: a change in between would be told by neither.
  void watch.begun.then(() => tellSince(db, since, listener, watch)).catch(report);

  return () => {
    watch.listeners.delete(listener);
    if (watch.listeners.size > 0) return;
    watch.stop();
    if (watches.get(db.organizationId) === watch) watches.delete(db.organizationId);
  };
}

function startWatch(db: TenantDatabase): Watch {
  const listeners = new Set<Listener>();
  let newest: number | undefined;
  let seen = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function poll() {
    const from = newest ?? (await newestChange(db));
    const rows = await changedAfter(db, from - slowestCommitMs);
    const changed = rows.filter((row) => seen.get(row.id) !== row.updatedAt.getTime());
    seen = new Map(rows.map((row) => [row.id, row.updatedAt.getTime()]));
    if (newest !== undefined && changed.length > 0) tell(listeners, changed);
    newest = Math.max(from, ...seen.values());
  }

  async function loop() {
    await poll().catch(report);
    if (!stopped) timer = setTimeout(loop, pollMs);
  }

  return {
    listeners,
    begun: loop(),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function tellSince(db: TenantDatabase, since: Date, listener: Listener, watch: Watch): Promise<void> {
  const rows = await changedAfter(db, since.getTime() - slowestCommitMs);
  if (rows.some((row) => row.updatedAt >= since) && watch.listeners.has(listener)) tell([listener], rows);
}

interface Change {
  id: string;
  updatedAt: Date;
}

function tell(listeners: Iterable<Listener>, changes: Change[]): void {
  const ids = changes.map((change) => change.id);
  for (const listener of listeners) listener(ids);
}

function changedAfter(db: TenantDatabase, time: number): Promise<Change[]> {
  return db.conversation.findMany({
    where: { updatedAt: { gte: new Date(time) } },
    orderBy: { updatedAt: "desc" },
    take: mostRows,
    select: { id: true, updatedAt: true },
  });
}

async function newestChange(db: TenantDatabase): Promise<number> {
  const row = await db.conversation.findFirst({ orderBy: { updatedAt: "desc" }, select: { updatedAt: true } });
  return row?.updatedAt.getTime() ?? 0;
}

function report(error: unknown): void {
  logger.warn({ err: error }, "could not ask for changed conversations; trying again");
}
