import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { takeLock } from "./lock";
import { servePostgres } from "./postgres-socket";
import { runAsChild } from "./run-as-child";
import { startUpkeep } from "./upkeep";

export interface DatabaseOptions {
  /** Where the files lie; in memory when left out. */
  directory?: string;
  /** 0, the default, takes a free port of 127.0.0.1. */
  port?: number;
}

/**
 * PostgreSQL with pgvector inside this process, behind a socket that any Postgres client can use. All connections share
 * one session: statements take turns, a transaction has the database to itself, LISTEN does not cross connections.
 *
 * A commit that was acknowledged outlives a kill -9: its write-ahead log has been handed to the operating system by
 * then, and is replayed at the next start. PGlite does not fsync, so a power cut may take the last moments.
 */
export async function startDatabase({ directory, port = 0 }: DatabaseOptions = {}) {
  if (directory) await initialize(directory);
  const db = await PGlite.create({ dataDir: directory, relaxedDurability: false, extensions: { vector } });
  const server = await servePostgres(db, { host: "127.0.0.1", port });
  const url = `postgresql://postgres@127.0.0.1:${server.port}/postgres`;
  const upkeep = startUpkeep(url);
  return {
    url,
    async stop() {
      await upkeep.stop();
      await server.stop();
      await db.close();
    },
  };
}

/** Makes the files beside their place and moves them there as a whole: cut short, they might pass for a database. */
async function initialize(directory: string): Promise<void> {
  if (existsSync(directory)) return;
  const draft = `${directory}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  await (await PGlite.create(draft)).close();
  renameSync(draft, directory);
}

if (process.argv[1] === import.meta.filename) {
  await runAsChild(async () => {
    const dataDirectory = process.env.DATA_DIR || undefined;
    // Two processes on the same files destroy them. One of a killed stack may still be writing its last.
    const lock = dataDirectory ? await takeLock(join(dataDirectory, "database.lock"), 20_000) : undefined;
    if (lock === null)
      throw new Error(`Another process has the database in ${dataDirectory} open. End that one first.`);
    const database = await startDatabase({
      directory: dataDirectory && join(dataDirectory, "database"),
      port: Number(process.env.DATABASE_PORT ?? 0),
    });
    return { report: { url: database.url }, stop: () => database.stop().finally(() => lock?.release()) };
  });
}
