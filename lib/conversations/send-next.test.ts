import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningTwilio, startTwilio } from "@/local/twilio/start-twilio";
import { makeOrganization } from "@/tests/make-organization";
import { decideUnknown, lookForUnknown } from "./resolve-unknown";
import { type Sender, sendNext } from "./send-next";
import { makeConversation } from "./test-conversation";

const customer = "+447700900142";
const minute = 60_000;

describe("sending what waits in a conversation", () => {
  let twilio: RunningTwilio;
  beforeAll(async () => {
    twilio = await startTwilio({
      dataDir: null,
      account: { accountSid: `AC${"0".repeat(32)}`, authToken: "0".repeat(32) },
      number: "+15550000000",
      webhookUrl: "http://127.0.0.1:9/nowhere",
      businessName: "Nobody",
    });
    // Before anything of lib/ reads its environment.
    process.env.TWILIO_API_URL = twilio.apiUrl;
  });
  afterAll(() => twilio.close());

  async function control(path: string, body?: unknown) {
    const init = body
      ? { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } }
      : {};
    return (await fetch(`${twilio.apiUrl}/_sim/${path}`, init)).json();
  }

  /** A conversation whose customer has just written, at the simulator too, with these messages waiting to be sent. */
  async function waiting(texts: string[], lastInboundAt = new Date()) {
    const organization = await makeOrganization();
    const { db } = organization;
    const { accountSid, authToken, number } = organization.twilio;
    await control("accounts", {
      accountSid,
      authToken,
      numbers: [{ number, webhookUrl: "http://127.0.0.1:9/nowhere#rc=0" }],
    });
    await control("inbound", { from: customer, to: number, accountSid, body: "Hi" });
    const conversation = await makeConversation(organization, { phone: customer, lastInboundAt });
    for (const [part, text] of texts.entries())
      await conversation.says(text, { turn: 1, part, deliveryState: "pending" });
    const sender: Sender = {
      accountSid,
      authToken,
      number,
      statusUrl: (id) => `http://127.0.0.1:9/status/${id}`,
      refresh: async () => null,
    };
    return {
      db,
      conversationId: conversation.id,
      sender,
      send: (as = sender) => sendNext(db, conversation.id, as),
      stored: () => db.message.findMany({ orderBy: { id: "asc" } }),
      async atTwilio(): Promise<{ sid: string; body: string }[]> {
        const { messages } = await control(`messages?${new URLSearchParams({ accountSid })}`);
        return messages.filter((message: { direction: string }) => message.direction !== "inbound");
      },
    };
  }

  it("sends one message a call, the oldest first, and says when to look for the next", async () => {
    const { send, stored, atTwilio } = await waiting(["one", "two"]);
    expect(await send()).toBeGreaterThan(0);
    expect(await stored()).toMatchObject([{ deliveryState: "queued", attempts: 1 }, { deliveryState: "pending" }]);
    expect(await send()).toBeNull();
    expect((await atTwilio()).map((message) => message.body)).toEqual(["one", "two"]);
    expect(await send()).toBeNull();
  });

  it("calls Twilio once for a message that several senders want to send at the same time", async () => {
    const { send, atTwilio } = await waiting(["only once"]);
    await Promise.all(Array.from({ length: 8 }, () => send()));
    expect(await atTwilio()).toHaveLength(1);
  });

  it("does not call at all once WhatsApp's window has closed", async () => {
    const { send, stored, atTwilio } = await waiting(["too late"], new Date(Date.now() - 24 * 60 * minute));
    expect(await send()).toBeNull();
    expect(await stored()).toMatchObject([{ deliveryState: "failed", errorCode: 63016, attempts: 0 }]);
    expect(await atTwilio()).toEqual([]);
  });

  it("sends the fixed text in place of an answer that was not on its way when the kill switch was thrown", async () => {
    const { db, send, stored, atTwilio } = await waiting(["one", "two"]);
    await db.whatsAppApp.updateMany({ data: { mode: "fixed", fixedText: "A person answers." } });
    await Promise.all([send(), send(), send()]);
    expect((await atTwilio()).map((message) => message.body)).toEqual(["A person answers."]);
    expect(await stored()).toMatchObject([{ text: "A person answers.", author: "system", turn: 1, part: 0 }]);
    expect(await db.conversation.findFirst()).toMatchObject({ needsPersonReason: "The kill switch is on." });
  });

  it("leaves what Twilio has, and sends the fixed text in place of the parts after it", async () => {
    const { db, send, stored, atTwilio } = await waiting(["one", "two", "three"]);
    await send();
    await db.whatsAppApp.updateMany({ data: { mode: "fixed", fixedText: "A person answers." } });
    await send();
    expect((await atTwilio()).map((message) => message.body)).toEqual(["one", "A person answers."]);
    expect((await stored()).map(({ part }) => part)).toEqual([0, 1]);
  });

  it("lets what a person wrote go out while the kill switch is on, and what may be on its way already", async () => {
    const { db, send, stored, atTwilio } = await waiting(["by hand", "tried before"]);
    const [byHand, tried] = await stored();
    await db.message.update({ where: { id: byHand?.id ?? "" }, data: { author: "person" } });
    await db.message.update({ where: { id: tried?.id ?? "" }, data: { attempts: 1 } });
    await db.whatsAppApp.updateMany({ data: { mode: "fixed", fixedText: "A person answers." } });
    await send();
    await send();
    expect((await atTwilio()).map((message) => message.body)).toEqual(["by hand", "tried before"]);
  });

  it("does not send the second part of an answer whose first part failed", async () => {
    const { db, conversationId, send, stored, atTwilio } = await waiting(["one", "two"]);
    await db.conversation.update({ where: { id: conversationId }, data: { customerAddress: "whatsapp:+15550101211" } });
    expect(await send()).toBeNull();
    expect(await stored()).toMatchObject([
      { deliveryState: "failed", errorCode: 21211, errorMessage: expect.stringContaining("not on WhatsApp") },
      { deliveryState: "failed", errorMessage: expect.stringContaining("part before it") },
    ]);
    expect(await atTwilio()).toEqual([]);
  });

  it("tries the newest credentials before it takes a refusal for one", async () => {
    const { send, sender, stored } = await waiting(["hello"]);
    const old = { ...sender, authToken: "f".repeat(32), refresh: async () => sender };
    await send(old);
    expect(await stored()).toMatchObject([{ deliveryState: "queued" }]);
  });

  it("never calls again for a call that was cut off: nobody knows how it went", async () => {
    const { db, send, stored, atTwilio } = await waiting(["cut off", "next"]);
    const [message] = await stored();
    const cut = (attemptedAt: Date) =>
      db.message.update({ where: { id: message?.id }, data: { deliveryState: "sending", attempts: 1, attemptedAt } });
    await cut(new Date());
    expect(await send()).toBeGreaterThan(0);
    expect(await stored()).toMatchObject([{ deliveryState: "sending" }, { deliveryState: "pending" }]);

    await cut(new Date(Date.now() - minute));
    expect(await send()).toBeNull();
    expect(await stored()).toMatchObject([{ deliveryState: "unknown" }, { deliveryState: "pending" }]);
    expect(await send()).toBeNull();
    expect(await atTwilio()).toEqual([]);
    expect(await db.outboxEvent.count({ where: { name: "message/outcome.unknown" } })).toBe(1);
  });

  it("finds a message that Twilio took in Twilio's own list, and takes none for two", async () => {
    const { db, send, sender, stored, atTwilio } = await waiting(["same words", "same words"]);
    await send();
    await send();
    const [first, second] = await stored();
    await db.message.update({ where: { id: second?.id }, data: { deliveryState: "unknown", providerSid: null } });
    expect(await lookForUnknown(db, second?.id ?? "", sender)).toBe(true);
    const sids = (await atTwilio()).map((message) => message.sid);
    expect((await stored()).map((message) => message.providerSid)).toEqual(sids);
    expect(first?.providerSid).toBe(sids[0]);
    expect(await lookForUnknown(db, second?.id ?? "", sender)).toBe(true);
  });

  it("finds a message again whose SID had been noted before its outcome was lost", async () => {
    const { db, send, sender, stored } = await waiting(["noted"]);
    await send();
    const [message] = await stored();
    await db.message.update({ where: { id: message?.id }, data: { deliveryState: "unknown" } });
    expect(await lookForUnknown(db, message?.id ?? "", sender)).toBe(true);
    const known = expect.stringMatching(/^(queued|sent|delivered|read)$/);
    expect(await stored()).toMatchObject([{ providerSid: message?.providerSid, deliveryState: known }]);
  });

  it("sends once more what Twilio has never heard of, and then leaves it to a person", async () => {
    const { db, conversationId, send, sender, stored, atTwilio } = await waiting(["lost"]);
    const [message] = await stored();
    const id = message?.id ?? "";
    const lose = (attempts: number) =>
      db.message.update({
        where: { id },
        data: { deliveryState: "unknown", attempts, attemptedAt: new Date(), providerSid: null },
      });
    await lose(1);
    expect(await lookForUnknown(db, id, sender)).toBe(false);
    await decideUnknown(db, id);
    expect(await stored()).toMatchObject([{ deliveryState: "pending" }]);
    await send();
    expect(await atTwilio()).toHaveLength(1);

    await lose(2);
    await decideUnknown(db, id);
    expect(await stored()).toMatchObject([{ deliveryState: "failed", errorMessage: expect.stringMatching(/neither/) }]);
    expect(await db.conversation.findUnique({ where: { id: conversationId } })).toMatchObject({
      needsPersonAt: expect.any(Date),
    });
    expect(await atTwilio()).toHaveLength(1);
  });
});
