/**
 * `npm run bench`: measures what bench/README.md describes, prints it beside its bars and writes it as JSON.
 * `npm run bench -- --quick` goes through the same in a fraction of the time, to see that it works; its figures mean
 * nothing. Ends with 1 when a bar was not met.
 */
import { buildApp, generateClient } from "../local/build";
import { step } from "../local/progress.mjs";
import { startPostgres } from "../tests/postgres-server";
import { measureAddedTime } from "./added-time";
import { buildBaselines } from "./baseline";
import { type BenchStack, startBenchStack, untilAnswered } from "./bench-stack";
import { measureBurst } from "./burst";
import { loadOurs, measureIntake } from "./intake";
import { type Figures, judge, print, save } from "./report";
import { summarize } from "./statistics";

const quick = process.argv.includes("--quick");
const load = { connections: 32, customers: 1_000 };
const options = quick
  ? { ...load, rounds: 2, perRound: 640, warmUp: 320, withReplies: 640, singleMessages: 10 }
  : { ...load, rounds: 7, perRound: 4_000, warmUp: 8_000, withReplies: 10_000, singleMessages: 100 };
const burst = quick ? { messages: 200, customers: 20 } : { messages: 1_000, customers: 100 };

await generateClient();
await buildApp();
await step("Building what we compare with", buildBaselines);
const figures: Figures = {
  intake: await onPostgres(true, (stack) => step("Intake alone", () => measureIntake(stack, options))),
  replies: await onPostgres(false, measureReplies),
  embedded: await onEmbedded(async (stack) => ({
    addedTime: await step("Single messages", () => measureAddedTime(stack, options.singleMessages)),
    burst: await step("All at once", () => measureBurst(stack, burst)),
  })),
};
const bars = judge(figures);
print(figures, bars);
console.log(`Written to ${save(figures, bars, { ...options, burst })}`);
process.exit(bars.every((bar) => bar.met) ? 0 : 1);

async function measureReplies(stack: BenchStack): Promise<Figures["replies"]> {
  const messages = options.withReplies;
  const ours = await step("Intake with replies running", () => loadOurs(stack, messages, load));
  const busyMemory = stack.appMemory();
  await step("Waiting for the replies", () => untilAnswered(stack));
  const memoryMb = Math.max(busyMemory, stack.appMemory());
  const atOnce = await step("All at once", () => measureBurst(stack, burst));
  return { ours: summarize([ours]), messages, memoryMb, burst: atOnce };
}

/** A throw-away server with its default durability. */
async function onPostgres<T>(hold: boolean, measure: (stack: BenchStack) => Promise<T>): Promise<T> {
  const postgres = await startPostgres();
  try {
    return await onStack({ databaseUrl: postgres.url, hold }, measure);
  } finally {
    await postgres.stop();
  }
}

function onEmbedded<T>(measure: (stack: BenchStack) => Promise<T>): Promise<T> {
  return onStack({ hold: false }, measure);
}

async function onStack<T>(
  settings: { databaseUrl?: string; hold: boolean },
  measure: (stack: BenchStack) => Promise<T>,
): Promise<T> {
  const stack = await step("Starting the stack", () => startBenchStack(settings));
  try {
    return await measure(stack);
  } finally {
    await stack.stop();
  }
}
