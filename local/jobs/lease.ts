/** Sees to it that only one executor works on a database. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";

export interface Lease {
  release(): Promise<void>;
}

/** The database belongs to an executor that is alive. */
export class LeaseTakenError extends Error {
  override name = "LeaseTakenError";
}

const RENEW_MS = 2000;
const STALE_S = 10;

/**
 * Takes the lease: at once when it is free or its holder was a process of this machine that is gone, so that a restart
 * after a kill is quick; else when it has not been renewed for 10 s.
 * @param onLost called once if another executor has taken the lease meanwhile, say after this process was suspended.
 * @throws {LeaseTakenError} as soon as the holder is seen to renew it.
 */
export async function takeLease(pool: Pool, onLost: () => void): Promise<Lease> {
  const holder = randomUUID();
  await acquire(pool, holder);
  let renewing: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    renewing = pool
      .query("update jobs.lease set renewed_at = now() where holder = $1", [holder])
      .then(({ rowCount }) => {
        if (rowCount !== 0) return;
        clearInterval(timer);
        onLost();
      })
      // The database is away for a moment; whether the lease is still ours shows when it is back.
      .catch(() => {});
  }, RENEW_MS);
  return {
    async release() {
      clearInterval(timer);
      await renewing;
      await pool.query("delete from jobs.lease where holder = $1", [holder]).catch(() => {});
    },
  };
}

async function acquire(pool: Pool, holder: string): Promise<void> {
  let firstSeen: LeaseRow | undefined;
  for (;;) {
    const row = await readLease(pool);
    if (!row || row.stale || isGone(row)) {
      if (await replaceLease(pool, holder, row?.holder ?? "")) return;
    } else if (firstSeen && (row.holder !== firstSeen.holder || +row.renewed_at !== +firstSeen.renewed_at)) {
      throw new LeaseTakenError(
        `Another job executor (process ${row.pid} on ${row.host}) works on this database. Stop it first, or use another database.`,
      );
    }
    firstSeen ??= row;
    await sleep(250);
  }
}

interface LeaseRow {
  holder: string;
  host: string;
  pid: number;
  started_at: string;
  renewed_at: Date;
  stale: boolean;
}

async function readLease(pool: Pool): Promise<LeaseRow | undefined> {
  const { rows } = await pool.query<LeaseRow>(
    `select *, renewed_at < now() - interval '${STALE_S} seconds' as stale from jobs.lease`,
  );
  return rows[0];
}

async function replaceLease(pool: Pool, holder: string, previous: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `insert into jobs.lease (holder, host, pid, started_at) values ($1, $2, $3, $4)
     on conflict (single) do update set holder = excluded.holder, host = excluded.host, pid = excluded.pid,
       started_at = excluded.started_at, renewed_at = now() where lease.holder = $5`,
    [holder, hostname(), process.pid, processStart(), previous],
  );
  return rowCount === 1;
}

/** Whether the holder was a process of this machine that no longer runs. A container may give its pid to the next one. */
function isGone({ host, pid, started_at }: LeaseRow): boolean {
  if (host !== hostname()) return false;
  if (pid === process.pid) return Number(started_at) !== processStart();
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

function processStart(): number {
  return Math.round(performance.timeOrigin);
}
