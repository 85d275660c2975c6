/**
 * `npm run bench:pages`: how long the server takes to answer each page and API call of one organisation with 100,000
 * conversations and 1,000,000 messages, on a new PostgreSQL. Ends with 1 when a page's median is above the bar.
 * `npm run bench:pages -- --quick` has a hundredth of the data, to see that it works; its figures mean nothing.
 */
import { buildApp, generateClient } from "../local/build";
import { step } from "../local/progress.mjs";
import type { StackDescription } from "../local/stack-file";
import { startPostgres } from "../tests/postgres-server";
import { removeDataDirectory, startStack } from "../tests/start-stack";
import { askPages, findExamples, type PageTime } from "./ask-pages";
import { table } from "./report";
import { seedConversations } from "./seed-conversations";
import { signIn } from "./sign-in";

const quick = process.argv.includes("--quick");
const size = quick ? { conversations: 1_000, messages: 10 } : { conversations: 100_000, messages: 10 };
const rounds = quick ? 3 : 20;
const barMs = 150;

await generateClient();
await buildApp();
const postgres = await startPostgres();
let times: PageTime[];
try {
  const stack = await step("Starting the stack", () =>
    startStack({ env: { DATABASE_URL: postgres.url, JOBS_HOLD: "1" } }),
  );
  try {
    times = await measure(stack.description);
  } finally {
    await stack.stop();
    removeDataDirectory(stack.dataDirectory);
  }
} finally {
  await postgres.stop();
}

const rows = times.map(({ name, p50, p95 }) => [
  name,
  p50.toFixed(0),
  p95.toFixed(0),
  p50 <= barMs ? "met" : "NOT MET",
]);
console.log(`\n${table(["Page", "p50 ms", "p95 ms", `p50 ≤ ${barMs} ms`], rows)}\n`);
process.exit(times.every(({ p50 }) => p50 <= barMs) ? 0 : 1);

async function measure(stack: StackDescription): Promise<PageTime[]> {
  await step(`Making ${size.conversations} conversations`, () =>
    seedConversations(stack.databaseUrl, stack.organizationId, size),
  );
  const session = await signIn(stack);
  const examples = await findExamples(stack);
  return step("Asking for pages", () => askPages(stack, session, examples, rounds));
}
