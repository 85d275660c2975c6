import { randomBytes } from "node:crypto";
import { once } from "node:events";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { forkTypeScript, reportOf } from "../local/fork-typescript";
import { dropDatabase } from "../local/jobs/conformance/drop-database";
import { migrate } from "../prisma/migrate";
import { startPostgres } from "./postgres-server";

/** PGlite, one connection that hides races; or a real server, where tests of concurrency mean something. */
export type DatabaseKind = "pglite" | "postgres";

declare module "vitest" {
  export interface ProvidedContext {
    databaseUrl: string;
    databaseKind: DatabaseKind;
  }
}

/**
 * One migrated database for a whole Vitest run; test files share it and keep apart by their own organisation.
 * PGlite unless TEST_DATABASE_URL names a server (a database of its own is made there) or TEST_DATABASE=postgres asks
 * for a throw-away one.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const database = await startTestDatabase();
  await migrate(database.url);
  project.provide("databaseUrl", database.url);
  project.provide("databaseKind", database.kind);
  return database.stop;
}

/** A migrated database beside the shared one, for what needs one of its own: two executors cannot share a database. */
export async function startDatabaseLike(shared: { kind: DatabaseKind; url: string }): Promise<TestDatabase> {
  const database = shared.kind === "postgres" ? await createDatabaseOn(shared.url) : await startPglite();
  await migrate(database.url);
  return database;
}

interface TestDatabase {
  kind: DatabaseKind;
  url: string;
  stop(): Promise<void>;
}

async function startTestDatabase(): Promise<TestDatabase> {
  if (process.env.TEST_DATABASE_URL) return createDatabaseOn(process.env.TEST_DATABASE_URL);
  if (process.env.TEST_DATABASE !== "postgres") return startPglite();
  const server = await startPostgres();
  return { kind: "postgres", ...server };
}

async function startPglite(): Promise<TestDatabase> {
  const child = forkTypeScript("local/database.ts", { env: { ...process.env, DATA_DIR: "" } });
  const report = await reportOf<{ url: string }>(child);
  return {
    kind: "pglite",
    url: report.url,
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

async function createDatabaseOn(serverUrl: string): Promise<TestDatabase> {
  const name = `frontdesk_test_${randomBytes(6).toString("hex")}`;
  await execute(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { kind: "postgres", url: url.href, stop: () => dropDatabase(serverUrl, name) };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
