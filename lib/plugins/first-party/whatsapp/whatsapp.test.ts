import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getReceipt } from "@/lib/conversations/get-receipt";
import { listMessages } from "@/lib/conversations/list-messages";
import { decideUnknown, lookForUnknown } from "@/lib/conversations/resolve-unknown";
import { messageTemplate } from "@/lib/conversations/schema";
import { type Sender, sendNext } from "@/lib/conversations/send-next";
import { makeConversation, makeReplyRun } from "@/lib/conversations/test-conversation";
import { type RunningTwilio, startTwilio } from "@/local/twilio/start-twilio";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { callByName, toolContext } from "../test-context";

const hour = 60 * 60_000;
const yesterday = () => new Date(Date.now() - 25 * hour);
const followUp = { template: "conversation_follow_up", variables: { 1: "Priya", 2: "the lamp" } };
const followUpText =
  "Hello Priya, we have an answer to your question about the lamp. Reply to this message to continue.";

describe("the WhatsApp plugin", () => {
  let twilio: RunningTwilio;
  let shop: TestOrganization;
  beforeAll(async () => {
    twilio = await startTwilio({
      dataDir: null,
      account: { accountSid: `AC${"0".repeat(32)}`, authToken: "0".repeat(32) },
      number: "+15550000000",
      webhookUrl: "http://127.0.0.1:9/nowhere",
      businessName: "Nobody",
      delays: { sent: 0, delivered: 0, read: 0, late: 0 },
    });
    // Before anything of lib/ reads its environment.
    process.env.TWILIO_API_URL = twilio.apiUrl;
    shop = await makeOrganization();
    await connect(shop);
  });
  afterAll(() => twilio.close());

  async function control(path: string, body?: unknown) {
    const init = body
      ? { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } }
      : {};
    return (await fetch(`${twilio.apiUrl}/_sim/${path}`, init)).json();
  }

  function connect({ twilio: { accountSid, authToken, number } }: TestOrganization) {
    return control("accounts", {
      accountSid,
      authToken,
      numbers: [{ number, webhookUrl: "http://127.0.0.1:9/#rc=0" }],
    });
  }

  /** A conversation whose customer has just written, also at the simulator, or did so long ago. */
  async function conversation(lastInboundAt = new Date(), organization = shop) {
    const made = await makeConversation(organization, { lastInboundAt, inboundSeq: 1 });
    const { accountSid, authToken, number } = organization.twilio;
    const from = made.customerAddress.replace("whatsapp:", "");
    if (lastInboundAt > yesterday()) await control("inbound", { from, to: number, accountSid, body: "Hi" });
    const sender: Sender = {
      accountSid,
      authToken,
      number,
      statusUrl: (id) => `http://127.0.0.1:9/status/${id}`,
      refresh: async () => null,
    };
    const { db } = organization;
    return {
      id: made.id,
      sender,
      says: made.says,
      send: () => sendNext(db, made.id, sender),
      stored: () => db.message.findMany({ where: { conversationId: made.id }, orderBy: { id: "asc" } }),
      events: () => db.outboxEvent.count({ where: { data: { path: ["conversationId"], equals: made.id } } }),
      async atTwilio(): Promise<{ sid: string; body: string; status: string; errorCode: number | null }[]> {
        const { messages } = await control(`messages?${new URLSearchParams({ accountSid, customer: from })}`);
        return messages.filter((message: { direction: string }) => message.direction !== "inbound");
      },
    };
  }

  const call = (tool: string, input: object, context = toolContext(shop, null)) =>
    callByName("whatsapp", tool, input, context);

  /** A tool call of a reply, as the loop writes it down before it calls. */
  async function callOfRun(conversationId: string) {
    const context = toolContext(shop, conversationId);
    const run = await makeReplyRun(shop, conversationId, { outcome: "running" });
    const row = { pluginId: "first_party:whatsapp", pluginName: "WhatsApp", toolName: "send_message", callName: "x" };
    await shop.db.toolCall.create({
      data: {
        ...row,
        id: context.callId,
        organizationId: shop.organizationId,
        origin: "conversation",
        conversationId,
        replyRunId: run.id,
        input: {},
        state: "running",
      },
    });
    return { context, run };
  }

  describe("sends a further message", () => {
    it("that goes out ahead of the answer and belongs to the reply", async () => {
      const { id, send, stored, atTwilio, says } = await conversation();
      const { context, run } = await callOfRun(id);
      expect(await call("send_message", { text: "Your code is 4711." }, context)).toMatchObject({ messages: 1 });
      await says("Done.", { replyRunId: run.id, turn: 1, part: 0, deliveryState: "pending" });
      await send();
      await send();
      expect((await atTwilio()).map(({ body }) => body)).toEqual(["Your code is 4711.", "Done."]);
      expect(await stored()).toMatchObject([
        { author: "assistant", replyRunId: run.id, toolCallId: context.callId, turn: null, part: 0, template: null },
        { toolCallId: null },
      ]);
    });

    it("once, however often one call is met, also at the same time", async () => {
      const { id, stored, events, send, atTwilio } = await conversation();
      const context = toolContext(shop, id);
      const text = `${"A long story. ".repeat(200)}`;
      const first = await call("send_message", { text }, context);
      const again = await Promise.all([1, 2, 3].map(() => call("send_message", { text }, context)));
      expect(again).toEqual([first, first, first]);
      expect(await stored()).toHaveLength(2);
      expect(await events()).toBe(1);
      while ((await send()) !== null);
      expect(await atTwilio()).toHaveLength(2);
    });

    it("twice for two calls, be the words the same", async () => {
      const { id, stored } = await conversation();
      await call("send_message", { text: "Hello" }, toolContext(shop, id));
      await call("send_message", { text: "Hello" }, toolContext(shop, id));
      expect(await stored()).toHaveLength(2);
    });

    it("with the receipt on the answer alone, which is measured without it", async () => {
      const { id, says } = await conversation();
      const { context, run } = await callOfRun(id);
      await call("send_message", { text: "First." }, context);
      await says("The answer.", { replyRunId: run.id, turn: 1, part: 0 });
      const { data } = await listMessages(shop.db, id, { limit: 10 });
      expect(data.map(({ text, receipt }) => [text, receipt?.runId ?? null])).toEqual([
        ["The answer.", run.id],
        ["First.", null],
      ]);
      expect((await getReceipt(shop.db, id, run.id)).parts).toHaveLength(1);
    });

    it("that says first that an assistant answers, to who has not been told", async () => {
      await shop.db.appVersion.update({ where: { id: shop.version.id }, data: { disclosureText: "I am a robot." } });
      const { id, stored } = await conversation();
      await call("send_message", { text: "One" }, (await callOfRun(id)).context);
      await call("send_message", { text: "Two" }, (await callOfRun(id)).context);
      expect(await stored()).toMatchObject([
        { text: "I am a robot.\n\nOne", discloses: true },
        { text: "Two", discloses: false },
      ]);
    });

    it("not once WhatsApp's window has closed", async () => {
      const { id, stored } = await conversation(yesterday());
      await expect(call("send_message", { text: "Too late" }, toolContext(shop, id))).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringMatching(/24 hours.*send_template/),
      });
      expect(await stored()).toEqual([]);
    });

    it("not when a person has the conversation, nor when the assistant is switched off", async () => {
      const taken = await conversation();
      await shop.db.conversation.update({ where: { id: taken.id }, data: { mode: "human" } });
      await expect(call("send_message", { text: "Hi" }, toolContext(shop, taken.id))).rejects.toThrow(/taken over/);
      const off = await makeOrganization();
      await off.db.whatsAppApp.update({ where: { id: off.app.id }, data: { mode: "fixed" } });
      const { id, stored } = await conversation(new Date(), off);
      await expect(call("send_message", { text: "Hi" }, toolContext(off, id))).rejects.toThrow(/switched off/);
      expect(await stored()).toEqual([]);
    });

    it("not when its time was up before", async () => {
      const { id, stored } = await conversation();
      const context = toolContext(shop, id, { signal: AbortSignal.abort(new Error("too late")) });
      await expect(call("send_message", { text: "Hi" }, context)).rejects.toThrow("too late");
      expect(await stored()).toEqual([]);
    });

    it("not in a dry run", async () => {
      const { id, stored } = await conversation();
      const dry = await call("send_message", { text: "Hi" }, toolContext(shop, id, { dryRun: true }));
      expect(dry).toMatchObject({ dryRun: true, input: { text: "Hi" } });
      expect(await stored()).toEqual([]);
    });

    it("not to another organisation's customer, and not outside a conversation", async () => {
      const { id, stored } = await conversation();
      const stranger = await makeOrganization();
      const asStranger = toolContext(stranger, id);
      await expect(call("send_message", { text: "Hi" }, asStranger)).rejects.toMatchObject({ code: "not_found" });
      await expect(call("send_template", followUp, asStranger)).rejects.toMatchObject({ code: "not_found" });
      await expect(call("send_message", { text: "Hi" })).rejects.toMatchObject({ code: "not_found" });
      expect(await stored()).toEqual([]);
    });

    it("whose second part is not sent when the first one fails", async () => {
      const { id, send, stored } = await conversation();
      await shop.db.conversation.update({ where: { id }, data: { customerAddress: "whatsapp:+15550101211" } });
      await call("send_message", { text: "A long story. ".repeat(200) }, toolContext(shop, id));
      await call("send_message", { text: "Another" }, toolContext(shop, id));
      await send();
      expect(await stored()).toMatchObject([
        { deliveryState: "failed", errorCode: 21211 },
        { deliveryState: "failed", errorMessage: expect.stringContaining("part before it") },
        { deliveryState: "pending" },
      ]);
    });
  });

  describe("lists templates", () => {
    it("that are approved, with their variables, and finds them by words", async () => {
      const all = (await call("list_templates", {})) as { templates: { name: string }[] };
      expect(all.templates.map(({ name }) => name)).toEqual([
        "conversation_follow_up",
        "appointment_reminder",
        "appointment_reminder",
      ]);
      expect(await call("list_templates", { search: "Termin remind" })).toEqual({
        templates: [
          {
            name: "appointment_reminder",
            contentSid: expect.stringMatching(/^HX[0-9a-f]{32}$/),
            language: "de",
            body: "Ihr Termin ist am {{1}} um {{2}}. Kommen Sie?",
            variables: ["1", "2"],
          },
        ],
      });
    });

    it("not for credentials that Twilio refuses, and says so without them", async () => {
      const other = await makeOrganization();
      await expect(call("list_templates", {}, toolContext(other, null))).rejects.toThrow(/refuses the credentials/);
    });

    it("not where no number is connected", async () => {
      const none = await makeOrganization();
      await none.db.whatsAppApp.update({ where: { id: none.app.id }, data: { disconnectedAt: new Date() } });
      await expect(call("list_templates", {}, toolContext(none, null))).rejects.toThrow(/No WhatsApp number/);
    });
  });

  describe("sends a template", () => {
    it("filled in, also when the window has closed, and it arrives", async () => {
      const { id, send, stored, atTwilio } = await conversation(yesterday());
      const context = toolContext(shop, id);
      expect(await call("send_template", followUp, context)).toMatchObject({ text: followUpText });
      expect(await call("send_template", followUp, context)).toMatchObject({ text: followUpText });
      expect(await stored()).toMatchObject([
        {
          author: "assistant",
          text: followUpText,
          template: { contentSid: expect.stringMatching(/^HX/), variables: { 1: "Priya", 2: "the lamp" } },
        },
      ]);
      expect(await send()).toBeNull();
      expect(await stored()).toMatchObject([{ deliveryState: "queued" }]);
      const { data } = await listMessages(shop.db, id, { limit: 10 });
      expect(data).toMatchObject([{ template: expect.stringMatching(/^HX/) }]);
      for (;;) {
        const [message, ...more] = await atTwilio();
        expect(more).toEqual([]);
        expect(message).toMatchObject({ body: followUpText, errorCode: null });
        if (message?.status === "read") break;
      }
    });

    it("in the language that is asked for, by name or ContentSid", async () => {
      const { id, stored } = await conversation();
      const reminder = { template: "appointment_reminder", variables: { 1: "5. Mai", 2: "11:00" } };
      await expect(call("send_template", reminder, toolContext(shop, id))).rejects.toThrow(/approved in: en, de/);
      await expect(call("send_template", { ...reminder, language: "fr" }, toolContext(shop, id))).rejects.toThrow(
        /approved in: en, de/,
      );
      await call("send_template", { ...reminder, language: "de" }, toolContext(shop, id));
      const { contentSid } = messageTemplate.parse((await stored())[0]?.template);
      await call("send_template", { ...reminder, template: contentSid }, toolContext(shop, id));
      const text = "Ihr Termin ist am 5. Mai um 11:00. Kommen Sie?";
      expect(await stored()).toMatchObject([{ text }, { text }]);
    });

    it.each([
      ["under review", { template: "opening_hours_change", variables: { 1: "Monday" } }, /no approved template/],
      ["rejected", { template: "spring_offer", variables: { 1: "5 %" } }, /no approved template/],
      ["of nobody", { template: "nonsense" }, /no approved template/],
      ["without a variable", { ...followUp, variables: { 1: "Priya" } }, /these variables: 2/],
      ["with one too many", { ...followUp, variables: { 1: "a", 2: "b", 3: "c" } }, /no such variables: 3/],
      ["with an empty one", { ...followUp, variables: { 1: "a", 2: " " } }, /Give a value/],
      ["with a line break in one", { ...followUp, variables: { 1: "a", 2: "b\nc" } }, /no line breaks/],
      ["with wide space in one", { ...followUp, variables: { 1: "a", 2: "b     c" } }, /no line breaks/],
    ])("not one %s", async (_, input, sentence) => {
      const { id, stored } = await conversation();
      await expect(call("send_template", input, toolContext(shop, id))).rejects.toThrow(sentence);
      expect(await stored()).toEqual([]);
    });

    it("and finds it in Twilio's list when the call had no clear answer", async () => {
      const { id, sender, send, stored, atTwilio } = await conversation();
      await call("send_template", followUp, toolContext(shop, id));
      await send();
      const [message] = await stored();
      // Twilio put the same words together with other spaces than we.
      await shop.db.message.update({
        where: { id: message?.id },
        data: { deliveryState: "unknown", providerSid: null, text: followUpText.replace(". ", ".\n") },
      });
      expect(await lookForUnknown(shop.db, message?.id ?? "", sender)).toBe(true);
      expect((await stored())[0]?.providerSid).toBe((await atTwilio())[0]?.sid);
    });

    it("once more, as a template, when Twilio has never heard of it", async () => {
      const { id, sender, send, stored, atTwilio } = await conversation(yesterday());
      await call("send_template", followUp, toolContext(shop, id));
      const [message] = await stored();
      await shop.db.message.update({
        where: { id: message?.id },
        data: { deliveryState: "unknown", attempts: 1, attemptedAt: new Date() },
      });
      expect(await lookForUnknown(shop.db, message?.id ?? "", sender)).toBe(false);
      await decideUnknown(shop.db, message?.id ?? "");
      await send();
      expect(await atTwilio()).toMatchObject([{ body: followUpText }]);
    });
  });
});
