/**
 * Runs the embedded job executor as a process of its own, for the supervisor.
 * Reads JOBS_PORT (0 or absent: a free one), DATABASE_URL, JOBS_APP_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY,
 * JOBS_IN_FLIGHT (calls at the same time), and JOBS_CHAOS and JOBS_HOLD (`1` or `true`). Reports `{ ready: true, url }` and logs one line when events are accepted.
 */
import { runAsChild } from "../run-as-child";
import { startJobs } from "./executor";

const log = (line: string) => console.log(`[jobs] ${line}`);

await runAsChild(async () => {
  const { url, close } = await startJobs({
    databaseUrl: required("DATABASE_URL"),
    appUrl: required("JOBS_APP_URL"),
    eventKey: required("INNGEST_EVENT_KEY"),
    signingKey: required("INNGEST_SIGNING_KEY"),
    port: Number(process.env.JOBS_PORT || 0),
    inFlight: Number(process.env.JOBS_IN_FLIGHT || 16),
    chaos: isOn("JOBS_CHAOS"),
    hold: isOn("JOBS_HOLD"),
    log,
    onLeaseLost: () => process.exit(1),
  });
  log(`Accepting events at ${url}`);
  return { report: { url }, stop: close };
});

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

function isOn(name: string): boolean {
  return ["1", "true"].includes(process.env[name] ?? "");
}
