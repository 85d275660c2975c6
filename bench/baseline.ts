import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Sender } from "./webhooks";

const root = join(import.meta.dirname, "..");
const next = join(root, "node_modules", "next", "dist", "bin", "next");
const appDirectory = join(import.meta.dirname, "baselines");

export interface Baseline {
  /** Posted to, and signed; the page's own address. */
  url: string;
  stop(): Promise<void>;
}

/** Builds the Next app that what we compare with lives in. */
export async function buildBaselines(): Promise<void> {
  const child = runNext(["build"], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`bench/baselines does not build (exit code ${code}).`);
}

/** Serves one of its routes in a process of its own, so that what one leaves in memory does not slow the other. */
export async function startBaseline(
  route: "bare" | "chat-adapter" | "empty" | "pipe",
  sender?: Sender,
): Promise<Baseline> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/${route}`;
  const child = runNext(["start", "--port", String(port), "--hostname", "127.0.0.1"], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { TWILIO_ACCOUNT_SID: sender?.accountSid, TWILIO_AUTH_TOKEN: sender?.authToken, WEBHOOK_URL: url },
  });
  while (child.exitCode === null && !(await fetch(url).catch(() => null))) {
    await setTimeout(100);
  }
  if (child.exitCode !== null) throw new Error(`bench/baselines does not start (exit code ${child.exitCode}).`);
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

function runNext(
  [command = "", ...args]: string[],
  { stdio, env = {} }: { stdio: ("ignore" | "inherit" | "ipc")[]; env?: Record<string, string | undefined> },
): ChildProcess {
  return fork(next, [command, appDirectory, ...args], {
    stdio,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ...env },
    execArgv: ["--import", join(root, "local/exit-with-parent.mjs")],
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (!address || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}
