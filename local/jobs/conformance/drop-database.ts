import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const closingMs = 5_000;

/**
 * Drops a test's database of a PostgreSQL server once nobody is connected to it. A pool says that it has ended while its last
 * connections still close: cut off in that moment, they report an error that nobody listens to any more.
 */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const until = Date.now() + closingMs;
    while ((await countConnections(client, name)) > 0 && Date.now() < until) await sleep(20);
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

async function countConnections(client: pg.Client, name: string): Promise<number> {
  return (await client.query("SELECT FROM pg_stat_activity WHERE datname = $1", [name])).rowCount ?? 0;
}
