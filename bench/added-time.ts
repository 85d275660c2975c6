import { setTimeout } from "node:timers/promises";
import { type BenchStack, untilAnswered } from "./bench-stack";
import { median, percentile } from "./statistics";
import { listTwilioMessages, type TwilioMessage, writeAsCustomer } from "./twilio-view";

export interface AddedTime {
  messages: number;
  /** ms from the webhook to Twilio's create call, less the settle wait and the time that the model took. */
  p50: number;
  p99: number;
  /** The same with the model's time in it. */
  withModelP50: number;
}

const warmUp = 5;

/**
 * One message after the other, each of another customer, each answered before the next. Both times are the Twilio
 * simulator's: when it posted the webhook, and when it was called to create the reply.
 */
export async function measureAddedTime(stack: BenchStack, messages: number): Promise<AddedTime> {
  const exchanges: Exchange[] = [];
  for (let index = 0; index < warmUp + messages; index++) exchanges.push(await exchange(stack, index));
  const measured = exchanges.slice(warmUp);
  const added = measured.map(({ totalMs, settleMs, modelMs }) => totalMs - settleMs - modelMs);
  return {
    messages,
    p50: median(added),
    p99: percentile(added, 99),
    withModelP50: median(measured.map(({ totalMs, settleMs }) => totalMs - settleMs)),
  };
}

interface Exchange {
  totalMs: number;
  settleMs: number;
  modelMs: number;
}

async function exchange(stack: BenchStack, index: number): Promise<Exchange> {
  const customer = `+4477008${String(index).padStart(5, "0")}`;
  await writeAsCustomer(stack, customer, "Hello, are you open on Saturday?");
  const [message, reply] = await untilReplied(stack, customer);
  await untilAnswered(stack);
  return { totalMs: reply.createdAt - message.createdAt, ...(await runOf(stack, reply.sid)) };
}

/** Asks the simulator and not the database, which has one session that the app is using. */
async function untilReplied(stack: BenchStack, customer: string): Promise<[TwilioMessage, TwilioMessage]> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const [message, reply] = await listTwilioMessages(stack, customer);
    if (message && reply) return [message, reply];
    await setTimeout(20);
  }
  throw new Error("A message was not answered within a minute.");
}

async function runOf({ database }: BenchStack, messageSid: string): Promise<Omit<Exchange, "totalMs">> {
  const { rows } = await database.query(
    `SELECT r."settleMs", r."modelMs" FROM "ReplyRun" r JOIN "Message" m ON m."replyRunId" = r."id"
      WHERE m."providerSid" = $1`,
    [messageSid],
  );
  return rows[0];
}
