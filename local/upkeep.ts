import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const everyMs = 60_000;

/**
 * Looks after the embedded database as autovacuum does, which PGlite has not: each minute until it is stopped. Without
 * it dead rows are never given back, and a statement keeps the plan that it got while its tables were small.
 */
export function startUpkeep(url: string): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const ended = (async () => {
    while (await sleep(everyMs, true, { signal, ref: false }).catch(() => false)) {
      await tidyUp(url).catch((error) => console.error("The database could not be tidied up.", error));
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

/** Vacuums and analyses, table by table, what has changed since the last time as much as autovacuum waits for. */
export async function tidyUp(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ command: string }>(changedTables);
    for (const { command } of rows) await client.query(command);
  } finally {
    await client.end();
  }
}

/** PostgreSQL's defaults: autovacuum_vacuum_threshold and _scale_factor, autovacuum_analyze_threshold and _scale_factor. */
const changedTables = `
  SELECT format('%s %I.%I', CASE WHEN dead THEN 'VACUUM (ANALYZE)' ELSE 'ANALYZE' END, schemaname, relname) AS command
  FROM (
    SELECT s.schemaname, s.relname,
      s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0) AS dead,
      s.n_mod_since_analyze > 50 + 0.1 * greatest(c.reltuples, 0) AS changed
    FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
  ) AS tables
  WHERE dead OR changed`;
