/** An empty database for each test: on TEST_DATABASE_URL's server when set, else PGlite in memory. */
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import pg from "pg";
import { startDatabase } from "../../database";
import { dropDatabase } from "./drop-database";

export interface TestDatabase {
  url: string;
  kind: "PostgreSQL" | "PGlite";
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const { TEST_DATABASE_URL } = process.env;
  const database = TEST_DATABASE_URL ? await onServer(TEST_DATABASE_URL) : await inMemory();
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  return {
    ...database,
    query: async (sql, parameters) => (await pool.query(sql, parameters)).rows,
    async drop() {
      await pool.end();
      await database.drop();
    },
  };
}

async function onServer(serverUrl: string) {
  const name = `jobs_test_${randomBytes(6).toString("hex")}`;
  await execute(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    kind: "PostgreSQL" as const,
    drop: () => dropDatabase(serverUrl, name),
  };
}

/** PGlite takes a second to start, so the tests of a file share one and leave it empty. */
let shared: ReturnType<typeof startDatabase> | undefined;

async function inMemory() {
  shared ??= startDatabase();
  const { url } = await shared;
  return { url, kind: "PGlite" as const, drop: () => execute(url, "drop schema if exists jobs cascade") };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
