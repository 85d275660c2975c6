import { randomBytes, randomInt } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type RunningTwilio, startTwilio } from "@/local/twilio/start-twilio";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { findUnanswered } from "../conversations/unanswered";
import { checkSender } from "./check-sender";
import { connectSender, disconnectSender } from "./connect-sender";
import { findChannelByNumber, getChannel } from "./find-channel";
import { getSetup } from "./get-setup";
import { clearWebhook, setWebhook } from "./sender-webhook";
import { getWhatsAppApp, updateWhatsAppApp } from "./whatsapp-app";

const hex = () => randomBytes(16).toString("hex");
const base = "https://desk.example.test/webhooks/whatsapp/twilio";
const elsewhere = "https://elsewhere.example/hook";

let twilio: RunningTwilio;
let organization: TestOrganization;
let credentials: { twilioAccountSid: string; twilioAuthToken: string };
let number: string;

beforeAll(async () => {
  twilio = await startTwilio({
    dataDir: null,
    account: { accountSid: `AC${hex()}`, authToken: hex() },
    number: "+15550000000",
    webhookUrl: elsewhere,
    businessName: "Nobody",
  });
  process.env.TWILIO_API_URL = twilio.apiUrl;
});
afterAll(() => twilio.close());

/** At the stand-in: another account of the test's own, or another look of it. */
async function atTwilio(more: object = {}, sender: object = {}) {
  const { twilioAccountSid: accountSid, twilioAuthToken: authToken } = credentials;
  const numbers = [{ number, webhookUrl: elsewhere, ...sender }];
  const response = await fetch(`${twilio.apiUrl}/_sim/accounts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ accountSid, authToken, numbers, ...more }),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function senderAtTwilio() {
  const accounts: { senders: { address: string; webhookUrl: string; fallbackUrl?: string }[] }[] = await (
    await fetch(`${twilio.apiUrl}/_sim/accounts`)
  ).json();
  return accounts.flatMap(({ senders }) => senders).find(({ address }) => address === `whatsapp:${number}`);
}

const connect = (more: object = {}) =>
  connectSender(organization.db, { twilioNumber: number, ...credentials, ...more }, organization.owner);

beforeEach(async () => {
  organization = await makeOrganization();
  await organization.db.whatsAppApp.delete({ where: { id: organization.app.id } });
  credentials = { twilioAccountSid: `AC${hex()}`, twilioAuthToken: hex() };
  number = `+1555${randomInt(1_000_000, 10_000_000)}`;
  await atTwilio();
});

describe("connecting a number", () => {
  test("asks Twilio, keeps what it says, and publishes nothing", async () => {
    const check = await connect({ twilioNumber: `whatsapp: ${number.slice(0, 5)} ${number.slice(5)} ` });
    expect(check).toMatchObject({
      account: { status: "active" },
      sender: { status: "ONLINE", qualityRating: "HIGH", messagingLimit: "10K Customers/24hr" },
      problem: null,
    });
    expect(await findChannelByNumber(number)).toMatchObject({ authToken: credentials.twilioAuthToken });
    expect(await getWhatsAppApp(organization.db)).toMatchObject({ publishedVersion: null, systemPrompt: null });
    expect(await organization.db.auditEntry.findFirst({ orderBy: { id: "desc" } })).toMatchObject({
      action: "whatsapp_app.connected",
      after: { number, authToken: `••••${credentials.twilioAuthToken.slice(-4)}` },
    });
  });

  test("says beside the token that Twilio refuses it, and saves nothing", async () => {
    await expect(connect({ twilioAuthToken: hex() })).rejects.toMatchObject({
      code: "invalid",
      details: { fields: { twilioAuthToken: "Twilio refuses the credentials (20003). Enter SID and token again." } },
    });
    expect(await organization.db.whatsAppApp.count()).toBe(0);
  });

  test("says beside the number that the account does not have it", async () => {
    await expect(connect({ twilioNumber: "+15559999999" })).rejects.toMatchObject({
      details: { fields: { twilioNumber: expect.stringContaining("not a WhatsApp sender of this Twilio account") } },
    });
  });

  test("says that the account is suspended", async () => {
    await atTwilio({ status: "suspended" });
    await expect(connect()).rejects.toMatchObject({
      details: { fields: { twilioAccountSid: expect.stringContaining("suspended or out of funds") } },
    });
  });

  test("keeps a sender that is offline, with Twilio's reason", async () => {
    await atTwilio({}, { status: "OFFLINE", offlineReason: "Invitation not accepted" });
    const { problem } = await connect();
    expect(problem).toMatchObject({ kind: "offline", sentence: expect.stringContaining("Invitation not accepted") });
  });

  test("takes another number with the stored credentials, and ends a rotation with other ones", async () => {
    await connect();
    const { db, owner } = organization;
    await db.whatsAppApp.updateMany({ data: { nextAuthToken: "envelope", nextAuthTokenLastFour: "abcd" } });
    await updateWhatsAppApp(db, credentials, owner);
    expect(await db.whatsAppApp.findFirst()).toMatchObject({ nextAuthToken: null });
    expect((await connectSender(db, { twilioNumber: number }, owner)).problem).toBeNull();
  });

  test("the first version needs a model and a prompt, and then answers", async () => {
    await connect();
    const { db, owner, model } = organization;
    await expect(updateWhatsAppApp(db, { systemPrompt: "You answer." }, owner)).rejects.toMatchObject({
      details: { fields: { defaultOrganizationModelId: expect.any(String) } },
    });
    const first = { systemPrompt: "You answer.", defaultOrganizationModelId: model.id };
    expect(await updateWhatsAppApp(db, first, owner)).toMatchObject({ publishedVersion: 1, settleMs: 1500 });
  });
});

describe("the webhook at Twilio", () => {
  test("all three addresses are set, and the check knows them", async () => {
    await connect();
    const { sender } = await setWebhook(organization.db, organization.owner);
    expect(sender?.webhook).toEqual({
      callbackUrl: `${base}#rc=3&rp=5xx,ct,rt&ct=2000&rt=4000`,
      fallbackUrl: `${base}/fallback#rc=3&rp=5xx,ct,rt&ct=2000&rt=4000`,
      statusCallbackUrl: `${base}/status#rc=3&rp=5xx,ct,rt`,
    });
    expect((await checkSender(organization.db)).sender?.webhook).toEqual(sender?.webhook);
    expect(await organization.db.auditEntry.findFirst({ orderBy: { id: "desc" } })).toMatchObject({
      action: "webhook.set",
      before: { callbackUrl: elsewhere },
    });
  });

  test("only what is still ours is cleared", async () => {
    await connect();
    await setWebhook(organization.db, organization.owner);
    await atTwilio({}, { webhookUrl: elsewhere, fallbackUrl: `${base}/fallback` });
    await clearWebhook(organization.db, organization.owner);
    expect(await senderAtTwilio()).toMatchObject({ webhookUrl: elsewhere });
    expect((await senderAtTwilio())?.fallbackUrl).toBeUndefined();
  });
});

describe("the sandbox", () => {
  beforeEach(async () => {
    await connect({ twilioNumber: "whatsapp:+1 415 523 8886" });
  });

  test("needs an account alone, and has one address, with the key in it", async () => {
    const { sender, states } = await getSetup(organization.db);
    expect(states.sender).toBe("done");
    const { appKey } = await organization.db.whatsAppApp.findFirstOrThrow();
    expect(sender).toMatchObject({
      isSandbox: true,
      check: { account: { status: "active" }, sender: null, problem: null },
      addresses: { callbackUrl: expect.stringContaining(`/${appKey}#rc=3`), fallbackUrl: null },
    });
  });

  test("is set in Twilio's console only", async () => {
    const sentence = expect.stringContaining("Paste it in Twilio's console");
    await expect(setWebhook(organization.db, organization.owner)).rejects.toMatchObject({ message: sentence });
    expect(await disconnectSender(organization.db, organization.owner)).toEqual({ webhookCleared: false });
  });
});

describe("disconnecting", () => {
  test("clears Twilio, erases the credentials, keeps the conversations, and can be undone", async () => {
    await connect();
    await setWebhook(organization.db, organization.owner);
    const { db, owner, organizationId } = organization;
    expect(await disconnectSender(db, owner)).toEqual({ webhookCleared: true });
    expect(await senderAtTwilio()).toMatchObject({ webhookUrl: "" });
    expect(await findChannelByNumber(number)).toBeNull();
    expect(await getChannel(organizationId)).toBeNull();
    await expect(connectSender(db, { twilioNumber: number }, owner)).rejects.toMatchObject({ code: "invalid" });
    await connect();
    expect(await findChannelByNumber(number)).not.toBeNull();
  });

  test("leaves nothing to answer, and takes no number without its credentials", async () => {
    await connect();
    const { db, owner, organizationId, model } = organization;
    await updateWhatsAppApp(db, { systemPrompt: "You answer.", defaultOrganizationModelId: model.id }, owner);
    const { id: whatsAppAppId } = await db.whatsAppApp.findFirstOrThrow();
    const contact = await db.contact.create({ data: { organizationId } });
    const now = new Date();
    const conversation = await db.conversation.create({
      data: {
        organizationId,
        whatsAppAppId,
        contactId: contact.id,
        customerAddress: "whatsapp:+447700900100",
        inboundSeq: 1,
        lastInboundAt: now,
        lastMessageAt: now,
      },
    });
    const inbound = { direction: "inbound", author: "customer", deliveryState: "received", seq: 1 } as const;
    await db.message.create({ data: { ...inbound, organizationId, conversationId: conversation.id } });
    expect(await findUnanswered(db, conversation.id)).not.toBeNull();
    await disconnectSender(db, owner);
    expect(await findUnanswered(db, conversation.id)).toBeNull();
    await expect(updateWhatsAppApp(db, { twilioNumber: number }, owner)).rejects.toMatchObject({ code: "invalid" });
    await updateWhatsAppApp(db, credentials, owner);
    expect(await findChannelByNumber(number)).not.toBeNull();
  });

  test("works when Twilio refuses, and says that the addresses are still there", async () => {
    await connect();
    await atTwilio({ authToken: hex() });
    expect(await disconnectSender(organization.db, organization.owner)).toEqual({ webhookCleared: false });
  });
});
