import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** Runs a TypeScript file of the project, named from its root, as a child with a channel to it. */
export function forkTypeScript(file: string, { execArgv = [], ...options }: ForkOptions = {}): ChildProcess {
  return forkApart(file, { execArgv: ["--import", "tsx", ...execArgv], ...options });
}

/**
 * Runs a JavaScript file likewise. In a process group of its own, so that a Ctrl-C reaches this process alone, which
 * then ends its children in order; they end by themselves when the channel to it closes.
 */
export function forkApart(file: string, options: ForkOptions, args: string[] = []): ChildProcess {
  return fork(join(root, file), args, { cwd: root, detached: process.platform !== "win32", ...options });
}

/** What the child sends with `{ ready: true, ... }`. Throws when it ends before that. */
export function reportOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once("message", (report) => resolve(report as T));
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      reject(new Error(`It ended while starting (${signal ?? `exit code ${code}`}).`)),
    );
  });
}
