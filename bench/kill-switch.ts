/**
 * `npm run bench:kill-switch`: throws the kill switch over the API while replies are being generated, and measures how
 * long it takes until each customer's fixed text is with Twilio. Ends with 1 when one took longer than the bar, or when
 * an answer of the model went out after the switch. `-- --embedded` leaves out PostgreSQL.
 */
import { loadavg } from "node:os";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { buildApp, generateClient } from "../local/build";
import { step } from "../local/progress.mjs";
import type { StackDescription } from "../local/stack-file";
import { startPostgres } from "../tests/postgres-server";
import { removeDataDirectory, startStack } from "../tests/start-stack";
import { signIn } from "./sign-in";
import { median, percentile } from "./statistics";

const barMs = 5_000;
/** Of one organisation, so many replies are generated at the same time (inngest/functions/reply.ts); others wait. */
const mostAtOnce = 20;
const customerCounts = [mostAtOnce, 3 * mostAtOnce];
const fixedText = "A person will answer you.";

await generateClient();
await buildApp();
const results = await step("Embedded database", () => onStack(""));
if (!process.argv.includes("--embedded")) {
  const postgres = await startPostgres();
  results.push(...(await step("PostgreSQL", () => onStack(postgres.url)).finally(() => postgres.stop())));
}
console.table(results);
process.exitCode = results.every(({ max, late }) => max <= barMs && late === 0) ? 0 : 1;

async function onStack(databaseUrl: string) {
  const stack = await startStack({ env: { DATABASE_URL: databaseUrl } });
  try {
    const results = [];
    for (const customers of customerCounts) {
      const figures = await measure(stack.description, customers);
      results.push({ database: databaseUrl ? "PostgreSQL" : "embedded", ...figures });
    }
    return results;
  } finally {
    await stack.stop();
    removeDataDirectory(stack.dataDirectory);
  }
}

/** ms from the request to the switch until the create call of each customer's text, as the Twilio simulator saw it. */
async function measure(stack: StackDescription, customers: number) {
  if (!stack.twilio) throw new Error("The stack runs without the Twilio simulator, at which this counts.");
  const { apiUrl } = stack.twilio;
  const { accessToken } = await signIn(stack);
  const headers = { Authorization: `Bearer ${accessToken}`, "X-Org-Id": stack.organizationId };
  const database = new pg.Pool({ connectionString: stack.databaseUrl, max: 1 });
  try {
    await database.query('UPDATE "AppVersion" SET "settleMs" = 0');
    const phones = Array.from({ length: customers }, (_, index) => `+44770${1_000_000 + 1_000 * customers + index}`);
    // The model simulator takes 8 s to answer "slow".
    await Promise.all(phones.map((from) => ask("POST", `${apiUrl}/_sim/inbound`, { from, body: "slow" })));
    const generating = await untilGenerating(database);

    const thrownAt = Date.now();
    await ask("POST", `${stack.panelUrl}/kill-switch`, { text: fixedText }, headers);
    const switchMs = Date.now() - thrownAt;
    const load = Math.round(loadavg()[0] ?? 0);
    const first = await Promise.all(phones.map((phone) => untilReplied(apiUrl, phone)));
    const times = first.map(({ createdAt }) => createdAt - thrownAt);
    // Whatever was still being generated would have come by now.
    await setTimeout(10_000);
    const all = (await Promise.all(phones.map((phone) => repliesTo(apiUrl, phone)))).flat();
    await ask("DELETE", `${stack.panelUrl}/kill-switch`, undefined, headers);
    return {
      customers,
      generating,
      switchMs,
      /** Until the last text stood in the database, to be sent. */
      decided: await lastDecided(database, thrownAt),
      p50: median(times),
      p95: percentile(times, 95),
      max: Math.max(...times),
      late: all.filter(({ body }) => body !== fixedText).length,
      texts: all.length,
      load,
    };
  } finally {
    await database.end();
  }
}

async function untilGenerating(database: pg.Pool): Promise<number> {
  for (let look = 0; look < 400; look++) {
    const { rows } = await database.query(
      `SELECT count(*)::int AS running FROM "ReplyRun"
        WHERE "outcome" = 'running' AND "startedAt" < now() - interval '1 second'`,
    );
    if (rows[0].running >= mostAtOnce) return rows[0].running;
    await setTimeout(50);
  }
  throw new Error(`After twenty seconds there were not ${mostAtOnce} replies under way.`);
}

async function lastDecided(database: pg.Pool, thrownAt: number): Promise<number> {
  const { rows } = await database.query(
    `SELECT max(extract(epoch FROM "createdAt") * 1000)::float AS last FROM "Message" WHERE "text" = $1`,
    [fixedText],
  );
  return Math.round(rows[0].last - thrownAt);
}

async function untilReplied(apiUrl: string, phone: string): Promise<Reply> {
  for (let look = 0; look < 600; look++) {
    const [reply] = await repliesTo(apiUrl, phone);
    if (reply) return reply;
    await setTimeout(250);
  }
  throw new Error("A customer got no text within two minutes.");
}

interface Reply {
  direction: string;
  body: string;
  /** ms since 1970: when the simulator was called to create it. */
  createdAt: number;
}

async function repliesTo(apiUrl: string, phone: string): Promise<Reply[]> {
  const response = await fetch(`${apiUrl}/_sim/messages?customer=${encodeURIComponent(phone)}`);
  const { messages } = (await response.json()) as { messages: Reply[] };
  return messages.filter(({ direction }) => direction !== "inbound");
}

async function ask(method: string, url: string, body?: object, headers: Record<string, string> = {}): Promise<void> {
  const response = await fetch(url, {
    method,
    headers: { ...(body && { "content-type": "application/json" }), ...headers },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status}: ${await response.text()}`);
}
