import { beforeAll, describe, expect, test } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { makeReplyRun, makeConversation as storeConversation } from "../conversations/test-conversation";
import { readOverview } from "./read-overview";
import { resolvePeriod } from "./resolve-period";

/** Half past ten in the morning in New York, a Friday. */
const now = new Date("2026-11-20T15:30:00Z");
const timeZone = "America/New_York";

type Conversation = Awaited<ReturnType<typeof storeConversation>>;
type MessageFields = NonNullable<Parameters<Conversation["says"]>[1]>;
type RunFields = NonNullable<Parameters<typeof makeReplyRun>[2]>;

let organization: TestOrganization;
let overview: Awaited<ReturnType<typeof readOverview>>;

/**
 * Four conversations this week and one the week before: answered twice; answered and then taken over; failed, flagged and
 * sent the fallback text; written to without an answer. A stranger's organisation has messages at the same times.
 */
beforeAll(async () => {
  organization = await makeOrganization();
  for (const tenant of [await makeOrganization(), organization]) await makeWeek(tenant);
  overview = await readOverview(organization.db, resolvePeriod({ period: "7d" }, timeZone, now));
});

describe("the overview of a week", () => {
  test("counts the messages of the viewer's seven days, and no one else's", () => {
    expect(overview.messages).toEqual({ in: 6, out: 5, assistant: 3, people: 1, fixed: 1, failed: 1 });
    expect(overview.before.messages).toEqual({ in: 1, out: 1, assistant: 1, people: 0, fixed: 0, failed: 0 });
  });

  test("puts a message that was written at midnight into the day that begins", () => {
    expect(overview.columns.map((column) => column.in)).toEqual([1, 0, 1, 0, 1, 0, 3]);
    expect(overview.columns.reduce((sum, column) => sum + column.out, 0)).toBe(overview.messages.out);
  });

  test("tells conversations that the assistant answered alone from those that needed a person", () => {
    expect(overview.conversations).toEqual({ total: 4, answeredAlone: 1, flagged: 1 });
    expect(overview.before.conversations).toEqual({ total: 1, answeredAlone: 1, flagged: 0 });
    expect(overview.reasons).toEqual([{ reason: "The key was refused.", conversations: 1 }]);
  });

  test("measures from the customer's last word to the call that sends the answer", () => {
    expect(overview.answerTimes).toEqual({ answers: 3, medianMs: 4_000, p95Ms: 9_400 });
    expect(overview.before.answerTimes).toEqual({ answers: 1, medianMs: 1_000, p95Ms: 1_000 });
    expect(overview.columns.at(-1)).toMatchObject({ answers: 1, medianMs: 10_000 });
  });

  test("follows what went out, and names why it did not arrive", () => {
    expect(overview.delivery).toMatchObject({ sent: 4, delivered: 3, read: 1, failed: 1 });
    expect(overview.delivery.failures).toEqual([
      { code: 63016, count: 1, sentence: expect.stringContaining("24 hours") },
    ]);
  });

  test("adds up tokens and cost by model, and says which answers have no price", () => {
    expect(overview.models).toEqual([
      {
        model: "large",
        currency: "USD",
        answers: 2,
        inputTokens: 2_000,
        outputTokens: 200,
        costMicros: 58_000,
        withoutPrice: 0,
      },
      {
        model: "small",
        currency: "USD",
        answers: 1,
        inputTokens: 1_000,
        outputTokens: 100,
        costMicros: 0,
        withoutPrice: 1,
      },
    ]);
  });
});

test("another time zone has other days", async () => {
  const { columns } = await readOverview(organization.db, resolvePeriod({ period: "7d" }, "UTC", now));
  expect(columns.map((column) => column.in)).toEqual([1, 0, 1, 0, 0, 1, 3]);
});

test("a single day is told by the hour", async () => {
  const { columns, unit, messages } = await readOverview(
    organization.db,
    resolvePeriod({ period: "today" }, timeZone, now),
  );
  expect(unit).toBe("hour");
  expect(columns).toHaveLength(24);
  expect(columns[10]?.in).toBe(3);
  expect(messages.in).toBe(3);
});

test("what did not arrive is no answer, until one does", async () => {
  const tenant = await makeOrganization();
  const conversation = await makeConversation(tenant);
  await conversation.hears("2026-11-20T12:00:00Z", 1);
  await conversation.answers("2026-11-20T12:00:05Z", 1, 4_000, { deliveryState: "failed", errorCode: 63016 });
  const read = async () => (await readOverview(tenant.db, resolvePeriod({}, "UTC", now))).conversations;
  expect(await read()).toEqual({ total: 1, answeredAlone: 0, flagged: 0 });
  await conversation.hears("2026-11-20T13:00:00Z", 2);
  await conversation.answers("2026-11-20T13:00:05Z", 2, 4_000, { deliveryState: "delivered" });
  expect(await read()).toEqual({ total: 1, answeredAlone: 1, flagged: 0 });
});

test("an organisation without messages has zeros, and no times", async () => {
  const { db } = await makeOrganization();
  const empty = await readOverview(db, resolvePeriod({}, "UTC", now));
  expect(empty.messages.in).toBe(0);
  expect(empty.answerTimes).toEqual({ answers: 0, medianMs: null, p95Ms: null });
  expect(empty.models).toEqual([]);
});

async function makeWeek(tenant: TestOrganization): Promise<void> {
  const alone = await makeConversation(tenant);
  // Midnight in New York: the first instant of the first day, and one millisecond earlier the week before.
  await alone.hears("2026-11-14T05:00:00.000Z", 1);
  await alone.answers("2026-11-14T05:00:05Z", 1, 4_000, { deliveryState: "read" });
  await alone.hears("2026-11-16T12:00:00Z", 2);
  await alone.answers("2026-11-16T12:00:05Z", 2, 3_000, { deliveryState: "delivered" });

  const before = await makeConversation(tenant);
  await before.hears("2026-11-12T12:00:00Z", 1);
  await before.answers("2026-11-12T12:00:02Z", 1, 1_000);

  const takenOver = await makeConversation(tenant);
  await takenOver.hears("2026-11-20T15:00:00Z", 1);
  await takenOver.answers("2026-11-20T15:00:11Z", 1, 10_000, {}, { model: "small", costMicros: null });
  await takenOver.sends("2026-11-20T15:05:00Z", { author: "person", deliveryState: "sent" });

  const failed = await makeConversation(tenant);
  // Thursday in UTC, still Wednesday in New York.
  await failed.hears("2026-11-19T03:30:00Z", 1);
  const run = await failed.runs("2026-11-20T15:10:00Z", 1, {
    outcome: "failed",
    errorMessage: "The key was refused.",
    inputTokens: null,
    outputTokens: null,
    costMicros: null,
  });
  await failed.hears("2026-11-20T15:09:00Z", 2);
  await failed.sends("2026-11-20T15:10:01Z", {
    author: "system",
    replyRunId: run.id,
    deliveryState: "failed",
    errorCode: 63016,
  });
  await tenant.db.conversation.update({
    where: { id: failed.id },
    data: { needsPersonAt: new Date("2026-11-20T15:10:00Z"), needsPersonReason: "The key was refused." },
  });

  const unanswered = await makeConversation(tenant);
  await unanswered.hears("2026-11-20T15:20:00Z", 1);
  // After the period: it does not count.
  await unanswered.hears("2026-11-20T16:00:00Z", 2);
}

async function makeConversation(tenant: TestOrganization) {
  const conversation = await storeConversation(tenant);
  const { id } = conversation;
  const runs = (time: string, turn: number, fields: RunFields = {}) =>
    makeReplyRun(tenant, id, {
      model: "large",
      turn,
      inputTokens: 1_000,
      outputTokens: 100,
      costMicros: 29_000n,
      startedAt: new Date(time),
      ...fields,
    });
  return {
    id,
    runs,
    hears: (time: string, seq: number) => conversation.hears("…", { seq, createdAt: new Date(time) }),
    sends: (time: string, fields: MessageFields) => conversation.says("…", { createdAt: new Date(time), ...fields }),
    async answers(time: string, turn: number, answerMs: number, fields: MessageFields = {}, run: RunFields = {}) {
      const asked = await tenant.db.message.findFirstOrThrow({ where: { conversationId: id, seq: turn } });
      const { id: replyRunId } = await runs(time, turn, run);
      const attemptedAt = new Date(asked.createdAt.getTime() + answerMs);
      const sent = { turn, part: 0, replyRunId, attemptedAt, deliveryState: "delivered" as const };
      await conversation.says("…", { createdAt: new Date(time), ...sent, ...fields });
    },
  };
}
