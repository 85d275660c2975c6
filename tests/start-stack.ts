import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { StackDescription } from "../local/stack-file";

export interface TestStack {
  description: StackDescription;
  dataDirectory: string;
  process: ChildProcess;
  printed(): string;
  /** As Ctrl-C does; the data folder stays. Returns the exit code. */
  stop(): Promise<number | null>;
}

const root = join(import.meta.dirname, "..");

/** Whatever the shell or an .env file says: a test's stack uses nobody's real database, jobs or Twilio account. */
const nothingReal = Object.fromEntries(
  ["DATABASE_URL", "INNGEST_BASE_URL", "INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY", "TWILIO_API_URL"]
    .concat(["PUBLIC_URL", "HOST", "AUTH_SECRET", "SECRETS_KEY"])
    .map((name) => [name, ""]),
);

export interface StartOptions {
  /** That of an earlier stack, to start it again; else a new one. */
  dataDirectory?: string;
  env?: Record<string, string>;
  args?: string[];
}

/** Runs `npm start` as a user would, on a free port. It ends with this process at the latest. */
export function spawnStack({ dataDirectory = makeDataDirectory(), env = {}, args = [] }: StartOptions) {
  const child = spawn(process.execPath, ["start.mjs", ...args], {
    cwd: root,
    env: { ...process.env, ...nothingReal, PORT: "0", ...env, DATA_DIR: dataDirectory },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const endWithThis = () => child.kill("SIGKILL");
  process.once("exit", endWithThis);
  child.once("exit", () => process.off("exit", endWithThis));
  return child;
}

/** Starts a stack and waits for its stack.json. Throws with what it printed when it ends before. */
export async function startStack({
  dataDirectory = makeDataDirectory(),
  ...options
}: StartOptions = {}): Promise<TestStack> {
  const process = spawnStack({ dataDirectory, ...options });
  let printed = "";
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("data", (chunk) => {
      printed += chunk;
    });
  }
  const file = join(dataDirectory, "stack.json");
  // Printed last of all, when stack.json has been written by this start and not by one before.
  while (!printed.includes("Frontdesk is ready") || !existsSync(file)) {
    if (process.exitCode !== null || process.signalCode) throw new Error(`npm start ended:\n${printed}`);
    await delay(50);
  }
  return {
    description: JSON.parse(readFileSync(file, "utf8")),
    dataDirectory,
    process,
    printed: () => printed,
    async stop() {
      if (process.exitCode === null && !process.signalCode) {
        process.kill("SIGTERM");
        await once(process, "exit");
      }
      return process.exitCode;
    },
  };
}

export function makeDataDirectory(): string {
  return mkdtempSync(join(tmpdir(), "frontdesk-stack-"));
}

export function removeDataDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}
