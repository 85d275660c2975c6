import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeOrganization } from "@/tests/make-organization";
import {
  connected,
  conversation,
  look,
  outbound,
  refusal,
  setAtTwilio,
  startHealthStage,
  webhookUrl,
} from "../test-stage";

const minute = 60_000;
let twilio: Awaited<ReturnType<typeof startHealthStage>>;
beforeAll(async () => {
  twilio = await startHealthStage();
});
afterAll(() => twilio.close());

describe("no response", () => {
  it("is recognised when Twilio has messages that no webhook brought", async () => {
    const organization = await connected();
    const missedAt = new Date(Date.now() + 1_000);
    await organization.db.whatsAppApp.updateMany({ data: { missedAt, missedCount: 3 } });
    expect(await look(organization, "twilio-reaches-us")).toMatchObject({
      status: "broken",
      situation: "No response",
      sentence: expect.stringContaining("3 messages reached Twilio and not us"),
      whatToDo: expect.arrayContaining([expect.stringContaining("When a message comes in")]),
      repair: { page: "whatsapp" },
    });
  });

  it("wants a look when Twilio has never come", async () => {
    const organization = await makeOrganization();
    expect(await look(organization, "twilio-reaches-us")).toMatchObject({
      status: "look",
      situation: "No response",
    });
  });

  it("is recognised when the sender's address at Twilio is not ours, whatever follows its #", async () => {
    const organization = await connected({ sender: { webhookUrl: `${webhookUrl}#rc=3` } });
    expect(await look(organization, "webhook-address")).toMatchObject({ status: "good" });
    await setAtTwilio(organization, { sender: { webhookUrl: "https://elsewhere.example/hook" } });
    await organization.db.whatsAppApp.updateMany({ data: { webhookSeenAt: null } });
    expect(await look(organization, "webhook-address", { askTwilio: true })).toMatchObject({
      status: "broken",
      situation: "No response",
      facts: expect.arrayContaining([{ term: "At Twilio", detail: "https://elsewhere.example/hook", look: "wrong" }]),
    });
  });

  it("is recognised when customers write and no version is published, or somebody paused", async () => {
    const organization = await connected();
    await organization.db.whatsAppApp.updateMany({ data: { mode: "paused", pausedAt: new Date() } });
    expect(await look(organization, "assistant")).toMatchObject({ status: "look", situation: "No response" });

    await organization.db.whatsAppApp.updateMany({ data: { publishedVersionId: null, mode: "open" } });
    const early = new Date(Date.now() - 2 * minute);
    await conversation(organization, { inboundSeq: 1, lastInboundAt: early });
    expect(await look(organization, "assistant")).toMatchObject({
      status: "broken",
      facts: [{ term: "Left unanswered", detail: "1 customer" }],
    });
  });

  it("is recognised when the provider refuses the key, until an answer was given again", async () => {
    const organization = await connected();
    const { organizationId, version, db } = organization;
    const { id: conversationId } = await conversation(organization);
    const run = (data: object) =>
      db.replyRun.create({
        data: {
          id: crypto.randomUUID(),
          organizationId,
          conversationId,
          appVersionId: version.id,
          model: "m",
          turn: 1,
          ...data,
        },
      });
    const errorMessage = "The provider refuses the key. Enter a valid key.";
    await run({ outcome: "failed", errorKind: "owner_must_fix", errorMessage });
    expect(await look(organization, "model-key")).toMatchObject({
      status: "broken",
      situation: "No response",
      whatHappened: expect.stringContaining(errorMessage),
    });
    await run({ outcome: "answered", startedAt: new Date(Date.now() + 1_000) });
    expect(await look(organization, "model-key")).toMatchObject({ status: "good" });
  });
});

describe("WhatsApp not enabled", () => {
  it("is recognised when the account has no such sender", async () => {
    expect(await look(await connected({ sender: null }), "sender")).toMatchObject({
      status: "broken",
      situation: "WhatsApp not enabled",
      sentence: expect.stringContaining("no WhatsApp sender of this Twilio account"),
    });
  });

  it("is recognised when the sender is offline, with Twilio's reason", async () => {
    const sender = { status: "OFFLINE", offlineReason: "The business has not accepted the invitation." };
    expect(await look(await connected({ sender }), "sender")).toMatchObject({
      status: "broken",
      situation: "WhatsApp not enabled",
      sentence: "The sender is offline",
      whatHappened: sender.offlineReason,
    });
  });

  it("is recognised by what fails to be sent, until something was sent again", async () => {
    const organization = await connected();
    await outbound(organization, "failed", { errorCode: 63007 });
    expect(await look(organization, "sender")).toMatchObject({ status: "broken", situation: "WhatsApp not enabled" });
    await outbound(organization, "sent", { createdAt: new Date(Date.now() + 1_000) });
    expect(await look(organization, "sender")).toMatchObject({ status: "good" });
  });

  it("wants a look when WhatsApp rates the number low", async () => {
    expect(await look(await connected({ sender: { qualityRating: "LOW" } }), "sender")).toMatchObject({
      status: "look",
    });
  });
});

describe("unauthorised", () => {
  it("is recognised when webhooks are signed for another address, with both addresses", async () => {
    const organization = await connected();
    const signedUrl = "https://old.example.test/webhooks/whatsapp/twilio";
    const lastAt = new Date(Date.now() + 1_000);
    await refusal(organization, { reason: "wrong_url", signedUrl, count: 14, lastAt });
    expect(await look(organization, "signature")).toMatchObject({
      status: "broken",
      situation: "Unauthorised",
      sentence: expect.stringMatching(/^14 messages were refused since/),
      whatHappened: expect.stringContaining("a slightly different address"),
      facts: expect.arrayContaining([
        { term: "Twilio signed", detail: signedUrl, look: "wrong" },
        { term: "We are at", detail: webhookUrl, look: "mono" },
      ]),
    });
    await organization.db.whatsAppApp.updateMany({ data: { webhookSeenAt: new Date(lastAt.getTime() + 1) } });
    expect(await look(organization, "signature")).toMatchObject({
      status: "look",
      sentence: expect.stringContaining("now they arrive"),
      whatToDo: [],
    });
  });

  it("is recognised when the token is another, and when the account is", async () => {
    const organization = await makeOrganization();
    await refusal(organization, {});
    expect(await look(organization, "signature")).toMatchObject({
      status: "broken",
      whatHappened: expect.stringContaining("does not match the Auth Token"),
    });
    const lastAt = new Date(Date.now() + 1_000);
    await refusal(organization, { reason: "other_account", accountSidLastFour: "4471", lastAt });
    expect(await look(organization, "signature")).toMatchObject({
      status: "broken",
      whatHappened: expect.stringContaining("another Twilio account"),
      // Nobody has checked that: a stranger can make it up.
      whatToDo: expect.arrayContaining([expect.stringContaining("If you do not know the account, do nothing")]),
      facts: expect.arrayContaining([{ term: "They name account", detail: "AC••••••••4471", look: "wrong" }]),
    });
  });

  it("only wants a look at what anybody may have sent, while Twilio's own messages arrive", async () => {
    const organization = await connected();
    const soon = new Date(Date.now() + minute);
    await organization.db.whatsAppApp.updateMany({ data: { webhookSeenAt: soon } });
    await refusal(organization, { lastAt: new Date(soon.getTime() + minute) });
    expect(await look(organization, "signature")).toMatchObject({ status: "look" });
  });

  it("is recognised when Twilio refuses our credentials", async () => {
    expect(await look(await connected({ authToken: "2".repeat(32) }), "twilio-account")).toMatchObject({
      status: "broken",
      situation: "Unauthorised",
      sentence: "Twilio refuses the credentials",
      repair: { page: "whatsapp" },
    });
  });

  it("is told from an account that is suspended", async () => {
    expect(await look(await connected({ account: { status: "suspended" } }), "twilio-account")).toMatchObject({
      status: "broken",
      sentence: "The Twilio account is suspended",
    });
  });
});
