import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestOrganization } from "@/tests/make-organization";
import { connected, conversation, look, outbound, startHealthStage } from "../test-stage";

const minute = 60_000;
let twilio: Awaited<ReturnType<typeof startHealthStage>>;
beforeAll(async () => {
  twilio = await startHealthStage();
});
afterAll(() => twilio.close());

describe("delayed responses", () => {
  async function answered(
    organization: TestOrganization,
    { waitedMs, modelMs }: { waitedMs: number; modelMs: number },
  ) {
    const { db, organizationId, version } = organization;
    const { id: conversationId } = await conversation(organization, { inboundSeq: 1, answeredSeq: 1 });
    const sentAt = new Date();
    const wroteAt = new Date(sentAt.getTime() - waitedMs);
    const replyRunId = crypto.randomUUID();
    const common = { organizationId, conversationId };
    await db.replyRun.create({
      data: {
        id: replyRunId,
        ...common,
        appVersionId: version.id,
        model: "m",
        turn: 1,
        outcome: "answered",
        settleMs: 1_000,
        modelMs,
        startedAt: new Date(wroteAt.getTime() + waitedMs - modelMs),
      },
    });
    await db.message.create({
      data: {
        ...common,
        direction: "inbound",
        author: "customer",
        seq: 1,
        deliveryState: "received",
        providerSid: `SM${randomBytes(16).toString("hex")}`,
        createdAt: wroteAt,
      },
    });
    await db.message.create({
      data: {
        ...common,
        replyRunId,
        direction: "outbound",
        author: "assistant",
        turn: 1,
        part: 0,
        deliveryState: "delivered",
        createdAt: sentAt,
        attemptedAt: sentAt,
      },
    });
  }

  it("are recognised by the slowest answers, and by which part is slow", async () => {
    const organization = await connected();
    await answered(organization, { waitedMs: 30_000, modelMs: 26_000 });
    expect(await look(organization, "speed")).toMatchObject({
      status: "look",
      situation: "Delayed responses",
      sentence: "Answers take up to 30 s",
      whatHappened: expect.stringContaining("the model, which takes 26 s"),
    });
    await answered(organization, { waitedMs: 200_000, modelMs: 1_000 });
    await answered(organization, { waitedMs: 200_000, modelMs: 1_000 });
    expect(await look(organization, "speed")).toMatchObject({
      status: "broken",
      whatHappened: expect.stringContaining("waiting for a free job"),
    });
  });

  it("are none when answers are fast", async () => {
    const organization = await connected();
    await answered(organization, { waitedMs: 5_000, modelMs: 2_000 });
    expect(await look(organization, "speed")).toMatchObject({
      status: "good",
      sentence: "Half within 5 s, of which 1 s is the wait you chose. 95 % within 5 s.",
    });
  });

  it("are recognised when customers wait and nothing moves", async () => {
    const organization = await connected();
    const early = new Date(Date.now() - 5 * minute);
    await conversation(organization, { inboundSeq: 2, answeredSeq: 1, lastInboundAt: early });
    expect(await look(organization, "jobs")).toMatchObject({
      status: "broken",
      situation: "Delayed responses",
      sentence: "1 customer has waited for more than a minute",
    });
  });

  it("are recognised when the job server takes no events", async () => {
    const organization = await connected();
    await organization.db.outboxEvent.create({
      data: {
        organizationId: organization.organizationId,
        name: "conversation/outbound.ready",
        data: {},
        createdAt: new Date(Date.now() - 2 * minute),
      },
    });
    expect(await look(organization, "jobs")).toMatchObject({
      status: "look",
      whatHappened: expect.stringContaining("The job server does not take events"),
    });
  });
});

describe("messages not delivering", () => {
  it("is recognised, with each code in a sentence", async () => {
    const organization = await connected();
    await outbound(organization, "failed", { errorCode: 63016 });
    await outbound(organization, "failed", { errorCode: 63016 });
    await outbound(organization, "failed", { errorCode: 63024 });
    await outbound(organization, "delivered", { createdAt: new Date(Date.now() + 1_000) });
    expect(await look(organization, "delivery")).toMatchObject({
      status: "look",
      situation: "Messages not delivering",
      sentence: "3 messages of 4 did not arrive in the last 24 hours",
      codes: [
        { code: 63016, count: 2, sentence: expect.stringContaining("More than 24 hours") },
        { code: 63024, count: 1, sentence: expect.stringContaining("not on WhatsApp") },
      ],
    });
  });

  it("is broken when nothing arrives any more", async () => {
    const organization = await connected();
    for (let i = 0; i < 3; i++) await outbound(organization, "failed", { errorCode: 63005 });
    expect(await look(organization, "delivery")).toMatchObject({ status: "broken" });
  });
});
