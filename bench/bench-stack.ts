import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { startStack } from "../tests/start-stack";
import type { Sender } from "./webhooks";

export interface BenchStack {
  database: pg.Pool;
  sender: Sender;
  /** Where to post, and what Twilio would sign. */
  webhook: { url: string; signedUrl: string };
  twilioUrl: string;
  /** Resident memory of the app's process now, in MB. */
  appMemory(): number;
  stop(): Promise<void>;
}

/**
 * `npm start` on data of its own, with an assistant that answers at once (settle wait 0).
 * @param options.databaseUrl a real PostgreSQL; the embedded database when left out
 * @param options.hold the job executor takes events and runs nothing
 */
export async function startBenchStack(options: { databaseUrl?: string; hold: boolean }): Promise<BenchStack> {
  const { databaseUrl = "", hold } = options;
  const stack = await startStack({ env: { DATABASE_URL: databaseUrl, JOBS_HOLD: hold ? "1" : "" } });
  const { twilio, webhookUrl, ...description } = stack.description;
  if (!twilio) throw new Error("The stack runs without the Twilio simulator, at which the benchmark counts.");
  const database = new pg.Pool({ connectionString: description.databaseUrl, max: 1 });
  await database.query('UPDATE "AppVersion" SET "settleMs" = 0');
  return {
    database,
    sender: twilio,
    webhook: { url: webhookUrl.replace("//localhost:", "//127.0.0.1:"), signedUrl: webhookUrl },
    twilioUrl: twilio.apiUrl,
    appMemory: () => memoryOfNextServer(stack.process.pid),
    async stop() {
      await database.end();
      await stack.stop();
      rmSync(stack.dataDirectory, { recursive: true, force: true });
    },
  };
}

/** Settles when every message is answered and every reply is with Twilio. Throws after ten minutes. */
export async function untilAnswered({ database }: BenchStack): Promise<void> {
  const deadline = Date.now() + 600_000;
  while (Date.now() < deadline) {
    const { rows } = await database.query(openWork);
    if (!rows[0].open) return;
    await setTimeout(100);
  }
  throw new Error("After ten minutes there are still messages to answer.");
}

/** The database is the truth: the job executor's own view would miss what is on its way to it. */
const openWork = `SELECT EXISTS (SELECT FROM "Conversation" WHERE "answeredSeq" < "inboundSeq")
  OR EXISTS (SELECT FROM "Message" WHERE "deliveryState" IN ('pending', 'sending', 'unknown')) AS open`;

/** How many of these messages are stored. */
export async function countStored({ database }: BenchStack, messageSids: string[]): Promise<number> {
  const { rows } = await database.query('SELECT count(*)::int AS stored FROM "Message" WHERE "providerSid" = ANY($1)', [
    messageSids,
  ]);
  return rows[0].stored;
}

function memoryOfNextServer(parent: number | undefined): number {
  const processes = execFileSync("ps", ["-A", "-o", "ppid=,rss=,args="], { encoding: "utf8" }).split("\n");
  const server = processes
    .map((line) => line.trim().split(/\s+/))
    .find(([ppid, , title]) => Number(ppid) === parent && title?.startsWith("next-server"));
  if (!server) throw new Error("The app's process is not among those of this machine.");
  return Math.round(Number(server[1]) / 1_024);
}
