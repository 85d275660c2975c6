/** Keeps the executor in step with the app: syncs until it answers, then now and then, and says when it has gone. */
import { setTimeout as sleep } from "node:timers/promises";
import type { AppClient } from "./app-client";
import { type JobFunction, readFunction } from "./function-config";

export interface AppConnectionOptions {
  client: AppClient;
  log(line: string): void;
  /** The app's functions, at the first sync and whenever they have changed. */
  onFunctions(functions: Map<string, JobFunction>): void;
  /** The app answers. */
  onUp(): void;
  /** The app does not answer, or has a function that cannot be run. */
  onDown(): void;
}

const RESYNC_MS = 5000;
const SYNC_TIMEOUT_MS = 30_000;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 2000;

export class AppConnection {
  readonly #options: AppConnectionOptions;
  readonly #closing = new AbortController();
  #nextSync = new AbortController();
  #failures = 0;
  #config: string | undefined;
  #loop: Promise<void> | undefined;
  /** Why the app's functions are not being run; undefined while they are. */
  problem: string | undefined = "The app has not answered yet";

  constructor(options: AppConnectionOptions) {
    this.#options = options;
  }

  /** Starts to sync, and goes on until closed. */
  open(): void {
    this.#loop = this.#run();
  }

  /** A call found no app: nothing is called until a sync succeeds, which is tried at once. */
  lost(reason: string): void {
    if (!this.problem) this.#down(reason);
    this.#nextSync.abort();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#nextSync.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      this.#nextSync = new AbortController();
      await this.#sync();
      const pause = this.problem ? Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures) : RESYNC_MS;
      await sleep(pause, undefined, { signal: this.#nextSync.signal }).catch(() => {});
    }
  }

  async #sync(): Promise<void> {
    const { client, onFunctions, onUp, log } = this.#options;
    try {
      const configs = await client.sync(AbortSignal.any([this.#closing.signal, AbortSignal.timeout(SYNC_TIMEOUT_MS)]));
      const config = JSON.stringify(configs);
      if (config !== this.#config) {
        const functions = configs.map(readFunction);
        onFunctions(new Map(functions.map((fn) => [fn.id, fn])));
        log(`Synced ${functions.length} functions: ${functions.map((fn) => fn.id).join(", ")}`);
        this.#config = config;
      }
      this.#failures = 0;
      if (!this.problem) return;
      this.problem = undefined;
      log("The app answers; functions are run");
      onUp();
    } catch (error) {
      this.#failures += 1;
      this.#down((error as Error).message);
    }
  }

  #down(reason: string): void {
    if (this.#closing.signal.aborted || this.problem === reason) return;
    this.problem = reason;
    this.#options.log(`Functions are not run for now: ${reason}`);
    this.#options.onDown();
  }
}
