import { randomBytes, randomInt } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { killEverything } from "../tests/kill-everything";
import { makeDataDirectory, removeDataDirectory, startStack, type TestStack } from "../tests/start-stack";
import type { CustomerMessage } from "./test";

const kills = 20;
const messageCount = 200;
/** Long enough for a whole reply, so that a kill may meet any part of one. */
const longestLifeMs = 4_000;

/** One customer each, who says one thing: an answer that names the reference is the answer to that message. */
const letters = Array.from({ length: messageCount }, (_, index) => ({
  messageSid: `SM${randomBytes(16).toString("hex")}`,
  from: `+447911${String(100_000 + index)}`,
  reference: `K${randomBytes(4).toString("hex").toUpperCase()}`,
}));

test("kill -9 of everything at 20 random moments: each of 200 messages is answered exactly once", async () => {
  test.setTimeout(15 * 60_000);
  const dataDirectory = makeDataDirectory();
  let stack = await startStack({ dataDirectory });
  const apiUrl = stack.description.twilio?.apiUrl ?? "";
  const posting: Promise<void>[] = [];
  const startedAt = Date.now();

  for (let kill = 0; kill < kills; kill++) {
    const burst = letters.slice((kill * messageCount) / kills, ((kill + 1) * messageCount) / kills);
    posting.push(...burst.map((letter) => postUntilTaken(apiUrl, letter)));
    await delay(randomInt(100, longestLifeMs));
    killEverything(stack.process.pid ?? 0);
    stack = await startStack({ dataDirectory });
  }
  await Promise.all(posting);
  const killedAt = Date.now();

  // A job that was cut off waits its turn; what lost its job is found by the sweep, a minute later.
  await expect.poll(async () => (await unanswered(stack)).length, { timeout: 6 * 60_000, intervals: [2_000] }).toBe(0);
  const answers = await answersOf(stack);
  expect(letters.filter(({ reference }) => timesAnswered(reference, answers) > 1)).toEqual([]);
  const unclear = letters.filter(({ reference }) => timesAnswered(reference, answers) === 0);
  const seconds = (from: number, to: number) => `${Math.round((to - from) / 1_000)} s`;
  console.log(
    `${messageCount - unclear.length} answered once, ${unclear.length} listed for a person; ${kills} kills in ` +
      `${seconds(startedAt, killedAt)}, the last answer ${seconds(killedAt, Date.now())} later`,
  );
  await stack.stop();
  removeDataDirectory(dataDirectory);
});

/** As Twilio and its fallback would: at some moment of the stack's life, and again for as long as nobody takes it. */
async function postUntilTaken(apiUrl: string, letter: (typeof letters)[number]): Promise<void> {
  await delay(randomInt(0, longestLifeMs));
  while (!(await post(apiUrl, letter))) await delay(200);
}

async function post(apiUrl: string, { from, messageSid, reference }: (typeof letters)[number]): Promise<boolean> {
  try {
    const response = await fetch(`${apiUrl}/_sim/inbound`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ from, messageSid, body: `Please note ref ${reference}` }),
    });
    return response.ok && ((await response.json()) as { accepted: boolean }).accepted;
  } catch {
    return false;
  }
}

/** Neither answered nor listed as unclear with a sentence for the owner. */
async function unanswered(stack: TestStack): Promise<string[]> {
  const [answers, listed] = await Promise.all([answersOf(stack), listedTexts(stack)]);
  return letters
    .map(({ reference }) => reference)
    .filter((reference) => !answers.some(names(reference)) && !listed.some((text) => text.includes(reference)));
}

/** What Twilio's side counts. */
async function answersOf({ description }: TestStack): Promise<CustomerMessage[]> {
  const response = await fetch(`${description.twilio?.apiUrl}/_sim/messages`);
  const { messages } = (await response.json()) as { messages: CustomerMessage[] };
  return messages.filter((message) => message.direction !== "inbound");
}

async function listedTexts({ description }: TestStack): Promise<string[]> {
  const client = new pg.Client({ connectionString: description.databaseUrl });
  await client.connect();
  const { rows } = await client.query(
    `SELECT text FROM "Message" WHERE direction = 'outbound' AND "deliveryState" IN ('unknown', 'failed') AND "errorMessage" IS NOT NULL`,
  );
  await client.end();
  return rows.map((row) => row.text);
}

function timesAnswered(reference: string, answers: CustomerMessage[]): number {
  return answers.filter(names(reference)).length;
}

function names(reference: string) {
  return ({ body }: CustomerMessage) => body.includes(reference);
}
