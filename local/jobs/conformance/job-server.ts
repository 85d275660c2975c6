/**
 * The server under test and an app connected to it: the embedded executor on a fresh database, or the Inngest server at
 * INNGEST_TEST_URL (with INNGEST_TEST_EVENT_KEY and INNGEST_TEST_SIGNING_KEY), which must be able to reach 127.0.0.1.
 */
import type { ChaosOptions } from "../chaos";
import { type Jobs, startJobs } from "../executor";
import { createTestApp, EVENT_KEY, type FunctionList, SIGNING_KEY, type TestApp } from "./app";
import { createTestDatabase, freePort, type TestDatabase } from "./database";

export interface JobServer {
  /** For the report: which server ran. */
  name: string;
  app: TestApp;
  stop(): Promise<void>;
}

export interface EmbeddedServer extends JobServer {
  url: string;
  database: TestDatabase;
  log: string[];
  /** Starts the executor, again if it was stopped, on the same port and database. */
  startJobs(options?: { chaos?: boolean | ChaosOptions; hold?: boolean }): Promise<Jobs>;
  stopJobs(): Promise<void>;
  health(): Promise<{ ok: boolean; problem?: string; functions: string[]; runs: Record<string, number> }>;
  /** Resolves when nothing is left to do. */
  untilIdle(): Promise<void>;
}

/** The server that the environment asks for, with its app up. */
export async function startJobServer(functions: FunctionList): Promise<JobServer> {
  const { INNGEST_TEST_URL } = process.env;
  return INNGEST_TEST_URL ? connectRealServer(INNGEST_TEST_URL, functions) : startEmbedded(functions);
}

/** The embedded executor with its app up. */
export async function startEmbedded(functions: FunctionList): Promise<EmbeddedServer> {
  const server = await prepareEmbedded(functions);
  await server.app.start();
  await server.startJobs();
  return server;
}

/** An embedded executor and an app, neither started. */
export async function prepareEmbedded(functions: FunctionList): Promise<EmbeddedServer> {
  const database = await createTestDatabase();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = await createTestApp({ functions, eventKey: EVENT_KEY, signingKey: SIGNING_KEY, baseUrl: url });
  const keys = { eventKey: EVENT_KEY, signingKey: SIGNING_KEY };
  const log: string[] = [];
  let jobs: Jobs | undefined;
  return {
    name: `the embedded executor on ${database.kind}`,
    app,
    url,
    database,
    log,
    async startJobs(options = {}) {
      jobs = await startJobs({
        ...options,
        ...keys,
        databaseUrl: database.url,
        appUrl: app.url,
        port,
        log: (line) => log.push(line),
      });
      return jobs;
    },
    stopJobs: async () => jobs?.close(),
    health: async () => (await fetch(`${url}/health`)).json(),
    async untilIdle() {
      const answer = await fetch(`${url}/idle?timeout=60000`);
      if (!answer.ok) throw new Error(`Not idle: ${await answer.text()}`);
    },
    async stop() {
      await jobs?.close();
      await app.stop();
      await database.drop();
    },
  };
}

async function connectRealServer(url: string, functions: FunctionList): Promise<JobServer> {
  const { INNGEST_TEST_EVENT_KEY: eventKey = "", INNGEST_TEST_SIGNING_KEY: signingKey = "" } = process.env;
  const app = await createTestApp({ functions, eventKey, signingKey, baseUrl: url });
  await app.start();
  const sync = await fetch(app.url, { method: "PUT" });
  if (!sync.ok) throw new Error(`${url} did not take the app: HTTP ${sync.status} ${await sync.text()}`);
  return { name: `the Inngest server at ${url}`, app, stop: () => app.stop() };
}
