import type { ChildProcess, StdioOptions } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { ChildLog } from "./child-log";

export interface ChildOptions<T> {
  /** As a person calls it; its log file is called so too. */
  name: string;
  logDirectory: string;
  /** Starts the process, with its output going where `stdio` says. */
  fork(stdio: StdioOptions): ChildProcess;
  /** Settles once it can be used; throws when it ends before. */
  ready(child: ChildProcess): Promise<T>;
  /** Called when it ended by itself, in place of being started again. */
  onEnd?(): void;
}

export interface Supervised<T> {
  report: T;
  stop(): Promise<void>;
}

const graceMs = 4_000;
const longestWaitMs = 30_000;

/**
 * Starts a process and keeps it running: one that ends is started again after 1, 2, 4 … 30 seconds.
 * Throws, with the end of its log, when it does not become ready the first time.
 */
export async function supervise<T>(options: ChildOptions<T>): Promise<Supervised<T>> {
  const { name } = options;
  const log = new ChildLog(options.logDirectory, name);
  const stopping = new AbortController();
  let child: ChildProcess;
  const report = await launch();
  void keepRunning();
  return { report, stop };

  function launch(): Promise<T> {
    return log.explain(`The ${name} did not start.`, async (output) => {
      child = options.fork(["ignore", output, output, "ipc"]);
      try {
        return await options.ready(child);
      } catch (error) {
        await end(child);
        throw error;
      }
    });
  }

  async function keepRunning(): Promise<void> {
    for (let waitMs = 1_000; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      const startedAt = Date.now();
      if (isRunning(child)) await once(child, "exit");
      if (stopping.signal.aborted) return;
      const reason = child.signalCode ?? `exit code ${child.exitCode}`;
      if (options.onEnd) {
        console.error(`\nThe ${name} ended (${reason}). Its log: ${log.path}`);
        return options.onEnd();
      }
      if (Date.now() - startedAt > longestWaitMs) waitMs = 1_000;
      console.error(`The ${name} ended (${reason}): starting it again in ${waitMs / 1_000} s. Its log: ${log.path}`);
      await delay(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      await launch().then(
        () => console.error(`The ${name} is back.`),
        (error) => stopping.signal.aborted || console.error(error.message),
      );
    }
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await end(child);
  }
}

/** Asks a process to end, and ends it when it has not within four seconds. */
async function end(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  const exited = once(child, "exit");
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  child.kill("SIGTERM");
  await exited;
  clearTimeout(timer);
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
