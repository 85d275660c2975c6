/**
 * The embedded job executor: what answers at `INNGEST_BASE_URL` when no Inngest server is configured. It speaks the
 * public serve protocol, so the app cannot tell it from one, for the features that this project's functions use.
 */
import pg from "pg";
import { createAppClient } from "./app-client";
import { AppConnection } from "./app-connection";
import { type ChaosOptions, createChaos } from "./chaos";
import { createCronClock } from "./cron-clock";
import { Engine } from "./engine";
import { takeLease } from "./lease";
import type { JobEvent } from "./run";
import { listen } from "./server";
import { openStore, type Store } from "./store";

export interface JobsOptions {
  /** Where the state lives, in its own schema `jobs`. */
  databaseUrl: string;
  /** The app's serve endpoint, e.g. `http://127.0.0.1:3000/api/inngest`. It may come up later. */
  appUrl: string;
  eventKey: string;
  /** `signkey-<environment>-<hex>`. */
  signingKey: string;
  /** Default 0: a free one. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Misbehave as a distributed server may; see chaos.ts. */
  chaos?: boolean | ChaosOptions;
  /** Calls under way at the same time, over all functions. Default 16. */
  inFlight?: number;
  /** Accept and store events, run nothing. */
  hold?: boolean;
  log?: (line: string) => void;
  /** Another executor has taken over the database; this one has closed itself. */
  onLeaseLost?: () => void;
}

export interface Jobs {
  /** The value for `INNGEST_BASE_URL`. */
  url: string;
  /** Waits up to 3 s for the steps under way; what does not end by then runs again at the next start. */
  close(): Promise<void>;
}

const PRUNE_MS = 10 * 60_000;
const CLOSING_GRACE_MS = 3000;

/**
 * Starts the executor and continues what was unfinished.
 * @returns once events are accepted. Functions run as soon as the app answers; `GET <url>/health` says when.
 * @throws {LeaseTakenError} when another executor works on the database.
 */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { log = () => {} } = options;
  const open = new Opened();
  try {
    const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 3 });
    pool.on("error", (error) => log(`A database connection was lost: ${error.message}`));
    open.onClose(() => pool.end());
    const store = await openStore(pool, log);
    open.onClose(() => store.close());
    const lease = await takeLease(pool, () => {
      log("Another job executor has taken over this database; this one stops");
      void open.close().then(options.onLeaseLost);
    });
    open.onClose(() => lease.release());
    const url = await run(options, store, open, log);
    return { url, close: () => open.close() };
  } catch (error) {
    await open.close();
    throw error;
  }
}

async function run(options: JobsOptions, store: Store, open: Opened, log: (line: string) => void): Promise<string> {
  const { hold = false, inFlight = 16 } = options;
  const client = createAppClient(options.appUrl, options.signingKey);
  open.onClose(() => client.close());
  const chaos = createChaos(options.chaos);
  const engine = new Engine({ store, client, chaos, log, hold, inFlight, onLost: (reason) => connection.lost(reason) });
  open.onClose(() => engine.close(CLOSING_GRACE_MS));
  const cron = createCronClock((event) => void tick(event));
  open.onClose(() => cron.close());
  const connection = new AppConnection({
    client,
    log,
    onFunctions: (functions) => {
      engine.setFunctions(functions);
      cron.setFunctions(functions.values());
    },
    onUp: () => engine.resume(),
    onDown: () => engine.pause(),
  });
  open.onClose(() => connection.close());

  async function tick(event: JobEvent): Promise<void> {
    // While the app is away ticks would pile up, to run all at once when it is back.
    if (connection.problem) return;
    await engine.accept([event]).catch((error) => log(`A scheduled run was not started: ${error.message}`));
  }

  function health() {
    const problem = hold ? undefined : connection.problem;
    return { ok: !problem, problem, hold, functions: [...engine.functions.keys()], runs: engine.counts() };
  }

  if (!hold) await engine.load();
  const prune = () => void store.prune().catch((error) => log(`Old runs were not pruned: ${error.message}`));
  prune();
  const pruning = setInterval(prune, PRUNE_MS);
  open.onClose(() => clearInterval(pruning));
  const server = await listen({
    host: options.host ?? "127.0.0.1",
    port: options.port ?? 0,
    eventKey: options.eventKey,
    accept: (events) => engine.accept(events),
    untilIdle: (signal) => engine.untilIdle(signal),
    health,
    log,
  });
  open.onClose(() => server.close());
  if (!hold) connection.open();
  return server.url;
}

/** What has been opened, to be closed in the opposite order, once. */
class Opened {
  readonly #closers: (() => unknown)[] = [];
  #closed: Promise<void> | undefined;

  onClose(closer: () => unknown): void {
    this.#closers.push(closer);
  }

  close(): Promise<void> {
    this.#closed ??= this.#closeAll();
    return this.#closed;
  }

  async #closeAll(): Promise<void> {
    for (const closer of this.#closers.reverse()) await closer();
  }
}
