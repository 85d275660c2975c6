import { uuidv7 } from "uuidv7";
import { beforeAll, describe, expect, test } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { getReceipt } from "./get-receipt";
import { rateReply, removeRating } from "./rate-reply";
import { makeConversation, makeReplyRun, makeToolCall } from "./test-conversation";

const asked = new Date("2026-11-20T10:42:00.000Z");
const later = (ms: number) => new Date(asked.getTime() + ms);

let organization: TestOrganization;
beforeAll(async () => {
  organization = await makeOrganization();
});

type RunFields = NonNullable<Parameters<typeof makeReplyRun>[2]>;

/** A question and its answer in two parts, the first of which was delivered and read. */
async function makeAnswered(fields: RunFields = {}) {
  const { db, organizationId } = organization;
  const conversation = await makeConversation(organization);
  await conversation.hears("Is it ready?", { seq: 1, createdAt: asked });
  const run = await makeReplyRun(organization, conversation.id, {
    settleMs: 3_000,
    modelMs: 2_000,
    startedAt: later(3_050),
    finishReason: "stop",
    inputTokens: 4_444,
    outputTokens: 127,
    costMicros: 4_952n,
    ...fields,
  });
  const answer = { replyRunId: run.id, turn: 1 };
  const first = await conversation.says("Yes.", {
    ...answer,
    part: 0,
    attemptedAt: later(5_600),
    deliveryState: "read",
    providerSid: `SM${run.id}`,
  });
  const second = await conversation.says("Come by.", { ...answer, part: 1, deliveryState: "queued" });
  const events = [
    ["sent", 5_771],
    ["delivered", 6_791],
    ["read", 21_000],
  ] as const;
  for (const [status, ms] of events) {
    const event = { organizationId, messageId: first.id, providerSid: `SM${run.id}`, status, createdAt: later(ms) };
    await db.deliveryEvent.create({ data: event });
  }
  return { conversation, run, first, second };
}

describe("a receipt", () => {
  test("tells how long the answer took, what Twilio said of each part, and how far the whole of it came", async () => {
    const { conversation, run, first, second } = await makeAnswered();
    const receipt = await getReceipt(organization.db, conversation.id, run.id);
    expect(receipt).toMatchObject({ version: 1, model: "test-model", finishReason: "stop", answerMs: 5_600 });
    expect(receipt.delivery?.state).toBe("queued");
    expect(receipt.parts.map((part) => part.messageId)).toEqual([first.id, second.id]);
    expect(receipt.parts[0]?.events.map(({ status, at }) => [status, at.getTime() - asked.getTime()])).toEqual([
      ["sent", 5_771],
      ["delivered", 6_791],
      ["read", 21_000],
    ]);
  });

  test("says when it came as far as it did, whatever Twilio says late", async () => {
    const { conversation, run, first, second } = await makeAnswered();
    const { db, organizationId } = organization;
    await db.message.update({ where: { id: second.id }, data: { deliveryState: "read", deliveryRank: 5 } });
    const late = { organizationId, providerSid: `SM${run.id}`, createdAt: later(60_000) };
    await db.deliveryEvent.createMany({
      data: [first, second].map(({ id: messageId }) => ({ ...late, id: uuidv7(), messageId, status: "queued" })),
    });
    const { delivery } = await getReceipt(db, conversation.id, run.id);
    expect(delivery).toEqual({ state: "read", at: later(21_000) });
  });

  test("says where the time went, in the order of the clock", async () => {
    const { conversation, run } = await makeAnswered();
    const { timeline } = await getReceipt(organization.db, conversation.id, run.id);
    expect(timeline).toEqual([
      { kind: "wait", label: "Wait for more", startMs: 50, ms: 3_000 },
      { kind: "model", label: "Model", startMs: 3_050, ms: 2_000 },
      { kind: "twilio", label: "Twilio accepts", startMs: 5_600, ms: 171 },
      { kind: "delivered", label: "Delivered", startMs: 5_771, ms: 1_020 },
      { kind: "read", label: "Read", startMs: 6_791, ms: 14_209 },
    ]);
  });

  test("shows each round of model and tools as a tree, with what a person decided first; what has another form is left out", async () => {
    const steps = [
      { kind: "model", round: 0, ms: 900, content: [{ type: "text", text: "for nobody" }] },
      { kind: "other" },
      { kind: "model", round: 1, ms: 1_100 },
    ];
    const { conversation, run } = await makeAnswered({ steps });
    const earlier = await makeReplyRun(organization, conversation.id, { outcome: "checking", turn: 0 });
    const call = await makeToolCall(organization, run, { toolName: "look_up", startedAt: later(3_950), ms: 236 });
    const decision = { startedAt: later(3_050), decisionSeq: run.turn };
    const decided = await makeToolCall(organization, earlier, { toolName: "charge", ...decision });
    const receipt = await getReceipt(organization.db, conversation.id, run.id);
    expect(receipt.timeline.slice(1, 5).map(({ label, startMs, ms }) => [label, startMs, ms])).toEqual([
      ["Tool charge", 3_050, 0],
      ["Model, step 1", 3_050, 900],
      ["Tool look_up", 3_950, 236],
      ["Model, step 2", 4_186, 1_100],
    ]);
    expect(receipt.rounds.map(({ model, tools }) => [model?.round ?? null, tools.map(({ id }) => id)])).toEqual([
      [null, [decided.id]],
      [0, [call.id]],
      [1, []],
    ]);
    expect(JSON.stringify(receipt.rounds)).not.toContain("for nobody");
  });

  test("has a line of cost for each model where another stood in, and says which gave no answer", async () => {
    const attempts = [
      { model: "test-model", ms: 80, outcome: "failed", error: "It had a fault." },
      { model: "spare", ms: 600, outcome: "answered", error: null },
    ];
    const usage = { inputTokens: 1_000, outputTokens: 20 };
    const steps = [
      { kind: "model", round: 0, model: "test-model", ms: 900, costMicros: 1_080, ...usage },
      { kind: "model", round: 1, model: "spare", ms: 680, costMicros: 500, ...usage, attempts },
    ];
    const { conversation, run } = await makeAnswered({ steps, costMicros: 1_580n });
    const { cost, rounds } = await getReceipt(organization.db, conversation.id, run.id);
    expect(cost).toMatchObject({
      totalMicros: 1_580,
      lines: [
        { label: "test-model, 1,020 tokens", micros: 1_080 },
        { label: "spare, 1,020 tokens", micros: 500 },
      ],
    });
    expect(rounds[1]?.model?.attempts).toEqual(attempts);
  });

  test.each([
    ["prices that still hold", 4_952n, ["Input, 4,444 tokens", "Output, 127 tokens"]],
    ["prices that were changed since", 9_000n, ["Model, 4,571 tokens"]],
  ])("its lines add up to what the reply cost, with %s", async (_, costMicros, labels) => {
    const { conversation, run } = await makeAnswered({ costMicros });
    const { cost } = await getReceipt(organization.db, conversation.id, run.id);
    expect(cost?.totalMicros).toBe(Number(costMicros));
    expect(cost?.lines.reduce((sum, line) => sum + line.micros, 0)).toBe(Number(costMicros));
    expect(cost?.lines.map((line) => line.label)).toEqual(labels);
  });

  test("has no price where the model has none", async () => {
    const { conversation, run } = await makeAnswered({ costMicros: null });
    expect((await getReceipt(organization.db, conversation.id, run.id)).cost).toBeNull();
  });

  test("of a part that did not arrive says so for the whole answer", async () => {
    const { conversation, run, second } = await makeAnswered();
    await organization.db.message.update({
      where: { id: second.id },
      data: { deliveryState: "failed", errorCode: 63016, errorMessage: "More than 24 hours." },
    });
    const receipt = await getReceipt(organization.db, conversation.id, run.id);
    expect(receipt.delivery?.state).toBe("failed");
    expect(receipt.parts[1]?.error).toEqual({ code: 63016, message: "More than 24 hours." });
  });

  test("is not there under another conversation, for another organisation, or when its id is none", async () => {
    const { conversation, run } = await makeAnswered();
    const elsewhere = await makeConversation(organization);
    const stranger = await makeOrganization();
    const missing = { code: "not_found" };
    await expect(getReceipt(organization.db, elsewhere.id, run.id)).rejects.toMatchObject(missing);
    await expect(getReceipt(stranger.db, conversation.id, run.id)).rejects.toMatchObject(missing);
    await expect(getReceipt(organization.db, conversation.id, "1 OR 1=1")).rejects.toMatchObject(missing);
  });
});

describe("a rating", () => {
  test("is kept with its reason and the better answer; the last one holds, and can be taken away", async () => {
    const { conversation, run } = await makeAnswered();
    const { db, owner } = organization;
    const at = { conversationId: conversation.id, runId: run.id };
    await rateReply(db, owner, at, { verdict: "good", reason: "", betterAnswer: "" });
    await rateReply(db, owner, at, { verdict: "bad", reason: "Too long.", betterAnswer: "Yes." });
    const rated = await getReceipt(db, at.conversationId, at.runId);
    expect(rated.rating).toMatchObject({
      verdict: "bad",
      reason: "Too long.",
      betterAnswer: "Yes.",
      authorName: "Olive Owner",
    });
    await removeRating(db, owner, at);
    expect((await getReceipt(db, at.conversationId, at.runId)).rating).toBeNull();
    const entries = await db.auditEntry.findMany({
      where: { action: { startsWith: "reply." } },
      orderBy: { id: "asc" },
    });
    expect(entries.map(({ action, before, after }) => [action, before, after])).toEqual([
      ["reply.rated", null, { verdict: "good" }],
      ["reply.rated", { verdict: "good" }, { verdict: "bad" }],
      ["reply.rating_removed", { verdict: "bad" }, null],
    ]);
  });
});
