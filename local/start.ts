import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildApp, generateClient } from "./build";
import { takeLock } from "./lock";
import { becomesFree, Ports } from "./ports";
import { readSettings, type Settings, withPort } from "./settings";
import { Stack } from "./stack";
import type { StackDescription } from "./stack-file";

const root = join(import.meta.dirname, "..");
/** How long ports and files of a killed stack are waited for: its processes notice within moments. */
const patienceMs = 5_000;

async function main(): Promise<void> {
  const startedAt = Date.now();
  if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
  const settings = readSettings(root);
  mkdirSync(settings.dataDirectory, { recursive: true, mode: 0o700 });
  const lock = await takeLock(join(settings.dataDirectory, "lock"));
  if (!lock)
    throw new Error(
      `Frontdesk already runs with the data folder ${settings.dataDirectory}.\nStop it first, or give this one another: DATA_DIR=.data-2 PORT=3001 npm start`,
    );
  const ports = new Ports(settings.dataDirectory, patienceMs);
  const port = settings.port || (await ports.choose("app"));
  await requireFreePort(settings, port, lock.tookOver ? patienceMs : 0);

  let failed = false;
  const stack = new Stack(withPort(settings, port), ports, () => {
    failed = true;
    process.emit("SIGTERM");
  });
  onStopSignal(async () => {
    console.log("\nStopping …");
    await stack.stop();
    lock.release();
    process.exit(failed ? 1 : 0);
  });
  await generateClient();
  await buildApp();
  printTable(await stack.start(), settings, Date.now() - startedAt);
}

async function requireFreePort({ host }: Settings, port: number, waitMs: number): Promise<void> {
  if (await becomesFree(port, host, waitMs)) return;
  throw new Error(
    `Port ${port} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`,
  );
}

/** The first signal stops everything in order; another one, that is not of the same key press, gives up on that. */
function onStopSignal(stop: () => Promise<void>): void {
  let stoppingSince: number | undefined;
  const handle = () => {
    // Both the terminal and npm pass a Ctrl-C on: two signals within a moment are one.
    if (stoppingSince === undefined) {
      stoppingSince = Date.now();
      void stop();
    } else if (Date.now() - stoppingSince > 500) process.exit(1);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, handle);
  if (process.env.npm_lifecycle_event) onOrphaned(handle);
}

/** npm ends on a SIGTERM without passing it on: its program then has another parent. */
function onOrphaned(handle: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    handle();
  }, 500).unref();
}

function printTable(description: StackDescription, { dataDirectory, live, demo }: Settings, tookMs: number): void {
  const { panelUrl, owner, twilio, webhookUrl } = description;
  const rows = [
    ["Panel", panelUrl],
    ...(demo
      ? ([
          ["E-mail", owner.email],
          ["Password", owner.password ?? "as it was set when the database was first used"],
        ] as const)
      : []),
    twilio ? ["Phone page", twilio.phoneUrl] : ["Webhook", webhookUrl],
    ["Data", dataDirectory],
  ] as const;
  const width = Math.max(...rows.map(([, value]) => value.length));
  const line = (left: string, middle: string, right: string) =>
    `${left}${"─".repeat(12)}${middle}${"─".repeat(width + 2)}${right}`;
  const mode = live ? ", with real Twilio and real models" : "";
  console.log(`\nFrontdesk is ready after ${(tookMs / 1_000).toFixed(1)} s${mode}. Ctrl-C stops it.`);
  console.log(line("┌", "┬", "┐"));
  for (const [name, value] of rows) console.log(`│ ${name.padEnd(10)} │ ${value.padEnd(width)} │`);
  console.log(line("└", "┴", "┘"));
  if (!demo) console.log("The first one to open the panel becomes its owner.");
  else if (twilio) console.log("Write to the assistant on the phone page, and watch the conversation in the panel.");
}

main().catch((error) => {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
});
