import { type Baseline, startBaseline } from "./baseline";
import { type BenchStack, countStored } from "./bench-stack";
import { type LoadResult, runLoad } from "./load";
import { median, type Summary, summarize } from "./statistics";

export interface IntakeOptions {
  rounds: number;
  /** Webhooks to each candidate in each round, and before the first one. */
  perRound: number;
  warmUp: number;
  connections: number;
  customers: number;
}

/** Ours, a bare route, and the in-memory bot: webhooks a second and latencies. */
export interface IntakeResult {
  ours: Summary;
  bare: Summary;
  chatAdapter: Summary;
  /** Medians of what the rounds gave, each round compared with itself, so that noise hits both sides alike. */
  oursToBare: number;
  oursToChatAdapter: number;
}

/**
 * The same load to each in turn, round after round, the order changing. Throws when an answer was not 200, when ours
 * has not stored exactly what it answered for, or when the bot's handler was not given every message.
 */
export async function measureIntake(stack: BenchStack, options: IntakeOptions): Promise<IntakeResult> {
  const bare = await startBaseline("bare", stack.sender);
  const chatAdapter = await startBaseline("chat-adapter", stack.sender);
  const candidates = {
    ours: (count: number) => loadOurs(stack, count, options),
    bare: (count: number) => loadBaseline(bare, stack, count, options),
    chatAdapter: (count: number) => loadBaseline(chatAdapter, stack, count, options),
  };
  const names = Object.keys(candidates) as (keyof typeof candidates)[];
  const results: Record<keyof typeof candidates, LoadResult[]> = { ours: [], bare: [], chatAdapter: [] };
  for (const name of names) await candidates[name](options.warmUp);
  // As autovacuum does within the first minute or two: until then statements keep the plans of empty tables.
  await stack.database.query("VACUUM ANALYZE");
  for (let round = 0; round < options.rounds; round++) {
    for (const name of rotate(names, round)) results[name].push(await candidates[name](options.perRound));
    const speeds = names.map((name) => `${name} ${results[name].at(-1)?.perSecond.toFixed(0)}/s`);
    console.log(`    round ${round + 1} of ${options.rounds}: ${speeds.join(", ")}`);
  }
  await checkHandled(chatAdapter, options.warmUp + options.rounds * options.perRound);
  await Promise.all([bare.stop(), chatAdapter.stop()]);
  const ratioTo = (other: LoadResult[]) =>
    median(results.ours.map(({ perSecond }, round) => perSecond / (other[round]?.perSecond ?? Number.NaN)));
  return {
    ours: summarize(results.ours),
    bare: summarize(results.bare),
    chatAdapter: summarize(results.chatAdapter),
    oursToBare: ratioTo(results.bare),
    oursToChatAdapter: ratioTo(results.chatAdapter),
  };
}

/** Posts to our webhook and checks that what was answered for is stored, each message once. */
export async function loadOurs(
  stack: BenchStack,
  count: number,
  { connections, customers }: Pick<IntakeOptions, "connections" | "customers">,
): Promise<LoadResult> {
  const result = await runLoad({ ...stack.webhook, sender: stack.sender, connections, customers, count });
  const stored = await countStored(stack, result.accepted);
  if (stored !== count) throw new Error(`${count} messages were answered with 200, but ${stored} are stored.`);
  return result;
}

function loadBaseline(
  { url }: Baseline,
  { sender }: BenchStack,
  count: number,
  { connections, customers }: IntakeOptions,
): Promise<LoadResult> {
  return runLoad({ url, signedUrl: url, sender, connections, customers, count });
}

async function checkHandled(chatAdapter: Baseline, expected: number): Promise<void> {
  const { handled } = (await (await fetch(chatAdapter.url)).json()) as { handled: number };
  if (handled !== expected) throw new Error(`The bot was posted ${expected} messages, but its handler had ${handled}.`);
}

function rotate<T>(list: T[], by: number): T[] {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
