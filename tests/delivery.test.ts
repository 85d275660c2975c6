import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reconcileInbound } from "@/lib/channels/reconcile-inbound";
import { recordInbound } from "@/lib/conversations/record-inbound";
import { wakeForgotten } from "@/lib/sweeper";
import { parseInbound } from "@/lib/twilio/inbound";
import type { TestOrganization } from "./make-organization";
import { eventually, type Pipeline, startPipeline } from "./pipeline";

const customer = "+447700900142";

describe("an answer on its way to the customer", () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await startPipeline();
  });
  afterAll(() => pipeline.close());

  const outbound = ({ db }: TestOrganization) =>
    db.message.findMany({ where: { direction: "outbound" }, orderBy: { id: "asc" } });

  const settled = (organization: TestOrganization, states: string[]) =>
    eventually(async () => {
      const messages = await outbound(organization);
      return messages.length > 0 && messages.every((message) => states.includes(message.deliveryState)) && messages;
    });

  it("is announced by the typing sign while the model writes", async () => {
    const organization = await pipeline.organization();
    await pipeline.write(organization, customer, "slow, ref TYPING");
    const typing = await eventually(async () => {
      const { typing } = await pipeline.control("messages?limit=1");
      return typing.length > 0 && typing;
    });
    expect(JSON.stringify(typing)).toContain(customer);
    await settled(organization, ["read"]);
  });

  it("goes out as at most three messages, in order, when it is long", async () => {
    const organization = await pipeline.organization();
    await pipeline.write(organization, customer, "Tell me everything, the long story");
    const messages = await settled(organization, ["read"]);
    expect(messages.length).toBeGreaterThan(1);
    expect(messages.map((message) => message.part)).toEqual(messages.map((_, part) => part));
    const sent = await pipeline.sentTo(organization, customer);
    expect(sent.map((message) => message.body)).toEqual(messages.map((message) => message.text));
    for (const message of sent) expect(message.body.length).toBeLessThanOrEqual(1500);
  });

  it("is sent again after 429, which Twilio never processes, and arrives once", async () => {
    const organization = await pipeline.organization();
    await pipeline.write(organization, "+15550100429", "ref BUSY");
    const [message] = await settled(organization, ["read"]);
    expect(message?.attempts).toBe(2);
    expect(await pipeline.sentTo(organization, "+15550100429")).toHaveLength(1);
  });

  it("is not sent twice when Twilio takes it but never says so: a receipt tells", async () => {
    const organization = await pipeline.organization();
    await pipeline.write(organization, "+15550109003", "ref RESET");
    const [message] = await settled(organization, ["read"]);
    const sent = await pipeline.sentTo(organization, "+15550109003");
    expect(sent).toHaveLength(1);
    expect(message).toMatchObject({ providerSid: sent[0]?.sid, attempts: 1 });
  });

  it("is not sent twice when neither an answer nor a receipt comes: Twilio's list tells", async () => {
    const organization = await pipeline.organization();
    await pipeline.control("faults", { receipts: "never" });
    await pipeline.write(organization, "+15550109005", "ref SILENCE");
    const [message] = await settled(organization, ["queued", "sent", "delivered", "read"]);
    await pipeline.control("faults", { receipts: "in-order" });
    const sent = await pipeline.sentTo(organization, "+15550109005");
    expect(sent).toHaveLength(1);
    expect(message).toMatchObject({ providerSid: sent[0]?.sid, attempts: 1 });
  }, 40_000);

  it.each([
    ["+15550103016", 63016, /24 hours/],
    ["+15550100003", 20003, /credentials/],
    ["+15550103033", 63033, /blocked/],
  ])("fails for good on %s with Twilio's code %i and a sentence for the owner", async (number, code, sentence) => {
    const organization = await pipeline.organization();
    await pipeline.write(organization, number, "ref FAILS");
    const [message] = await settled(organization, ["failed"]);
    expect(message).toMatchObject({ errorCode: code, errorMessage: expect.stringMatching(sentence), attempts: 1 });
  });

  it("gives way to the fallback text, once, and to a person, when the model's key is refused", async () => {
    const organization = await pipeline.organization({ fallbackText: "Somebody will write to you." });
    const { db } = organization;
    await pipeline.write(organization, customer, "bad key");
    const [fallback] = await settled(organization, ["read"]);
    expect(fallback).toMatchObject({ author: "system", text: "Somebody will write to you." });
    expect(await db.conversation.findFirst()).toMatchObject({
      answeredSeq: 1,
      needsPersonAt: expect.any(Date),
      needsPersonReason: expect.stringMatching(/refuses the key/),
    });
    expect(await db.replyRun.findFirst()).toMatchObject({ outcome: "failed", errorKind: "owner_must_fix" });

    await pipeline.write(organization, customer, "bad key, again");
    await eventually(async () => (await db.conversation.findFirst())?.answeredSeq === 2);
    expect(await pipeline.sentTo(organization, customer)).toHaveLength(1);
  });

  it("tries the model again after an outage", async () => {
    const organization = await pipeline.organization();
    await pipeline.write(organization, customer, `fail once, ref ${organization.slug}`);
    const [message] = await settled(organization, ["read"]);
    expect(message).toMatchObject({ author: "assistant", text: expect.stringContaining(organization.slug) });
    expect(await organization.db.replyRun.count()).toBe(1);
  });

  it.each([
    ["say nothing", "empty"],
    ["refuse", "refused"],
  ])("is not sent when the model's is none (%s): the fallback text is", async (body, outcome) => {
    const organization = await pipeline.organization({ fallbackText: "A colleague will help." });
    await pipeline.write(organization, customer, body);
    await settled(organization, ["read"]);
    expect((await pipeline.sentTo(organization, customer)).map((message) => message.body)).toEqual([
      "A colleague will help.",
    ]);
    expect(await organization.db.replyRun.findFirst()).toMatchObject({ outcome });
  });

  it("goes out through the Messaging Service that the message came in by", async () => {
    const organization = await pipeline.organization();
    const { accountSid, authToken, number } = organization.twilio;
    const messagingServiceSid = `MG${"7".repeat(32)}`;
    const webhookUrl = `${pipeline.appUrl}/webhooks/whatsapp/twilio`;
    await pipeline.control("accounts", {
      accountSid,
      authToken,
      numbers: [{ number, webhookUrl, messagingServiceSid }],
    });
    await pipeline.write(organization, customer, "ref POOL", { messagingServiceSid });
    await settled(organization, ["read"]);
    const [sent] = await pipeline.sentTo(organization, customer);
    expect(sent).toMatchObject({ messagingServiceSid, from: `whatsapp:${number}` });
  });

  it("goes to the user id of a customer whose number is hidden", async () => {
    const organization = await pipeline.organization();
    await pipeline.write(organization, "whatsapp:GB.AbC123xyz", "ref HIDDEN");
    await settled(organization, ["read"]);
    const [sent] = await pipeline.sentTo(organization, "whatsapp:GB.AbC123xyz");
    expect(sent?.to).toBe("whatsapp:GB.AbC123xyz");
  });

  it("is not written to somebody who writes STOP", async () => {
    const organization = await pipeline.organization();
    await pipeline.write(organization, customer, "STOP");
    expect(await organization.db.message.findMany()).toMatchObject([{ text: "STOP", seq: null }]);
    expect(await organization.db.outboxEvent.count()).toBe(0);
    expect(await organization.db.conversation.findFirst()).toMatchObject({ inboundSeq: 0 });
  });

  it("comes all the same when the event that asks for it was lost", async () => {
    const organization = await pipeline.organization();
    const { db, organizationId, app, twilio } = organization;
    await pipeline.write(organization, customer, "ref FIRST");
    await settled(organization, ["read"]);
    const written = parseInbound({
      MessageSid: `SM${"5".repeat(32)}`,
      AccountSid: twilio.accountSid,
      From: `whatsapp:${customer}`,
      To: `whatsapp:${twilio.number}`,
      Body: "ref LOST",
    });
    if (written.type !== "message") throw new Error("this is a message");
    await recordInbound({ organizationId, whatsAppAppId: app.id }, written.message);
    await db.outboxEvent.deleteMany();
    expect(await wakeForgotten(Date.now() + 120_000)).toBeGreaterThan(0);
    const answers = await eventually(async () => {
      const sent = await pipeline.sentTo(organization, customer);
      return sent.length > 1 && sent.map((message) => message.body);
    });
    expect(answers).toEqual(["Noted: ref FIRST", "Noted: ref LOST"]);
  });

  it("comes to all that no webhook brought, however long Twilio's list of it is", async () => {
    const organization = await pipeline.organization();
    const count = 1_030;
    const write = (index: number) =>
      pipeline.write(organization, customer, `ref MISSED-${index}`, { wrongSignature: true });
    for (let at = 0; at < count; at += 10)
      await Promise.all(Array.from({ length: 10 }, (_, index) => write(at + index)));
    expect(await organization.db.message.count()).toBe(0);
    expect(await reconcileInbound(Date.now() + 10 * 60_000)).toBe(count);
    await settled(organization, ["read"]);
  });

  it("comes to a message that no webhook brought but Twilio's list has, and once", async () => {
    const organization = await pipeline.organization();
    const { db } = organization;
    const lost = await pipeline.write(organization, customer, "ref MISSED", { wrongSignature: true });
    expect(lost.accepted).toBe(false);
    expect(await db.message.count()).toBe(0);

    const later = Date.now() + 10 * 60_000;
    expect(await reconcileInbound(later)).toBe(1);
    expect(await reconcileInbound(later + 10 * 60_000)).toBe(0);
    const [message] = await settled(organization, ["read"]);
    expect(message?.text).toContain("ref MISSED");
    expect(await pipeline.sentTo(organization, customer)).toHaveLength(1);
    // What the health page says of it: that it came late, and why.
    expect(await db.whatsAppApp.findFirst()).toMatchObject({ missedCount: 1, missedAt: expect.any(Date) });
    const refusals = await eventually(async () => {
      const rows = await db.webhookFailure.findMany();
      return rows.length > 0 && rows;
    });
    expect(refusals).toMatchObject([{ reason: "wrong_token", count: 1 }]);
  });
});
