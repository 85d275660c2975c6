import type { DeliveryState } from "@/generated/prisma/enums";
import { type RunningTwilio, startTwilio } from "@/local/twilio/start-twilio";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { readHealth, utcWording } from "./read-health";
import { runChecks } from "./run-checks";

export const webhookUrl = "https://desk.example.test/webhooks/whatsapp/twilio";
let twilio: RunningTwilio;

/** A Twilio that can be told what to say of account and sender. Before anything of lib/ reads its environment. */
export async function startHealthStage(): Promise<RunningTwilio> {
  twilio = await startTwilio({
    dataDir: null,
    account: { accountSid: `AC${"0".repeat(32)}`, authToken: "0".repeat(32) },
    number: "+15550000000",
    webhookUrl: "http://127.0.0.1:9",
    businessName: "Nobody",
  });
  process.env.TWILIO_API_URL = twilio.apiUrl;
  return twilio;
}

interface AtTwilio {
  account?: object;
  sender?: object | null;
  authToken?: string;
}

/** An organisation whose account and sender the simulated Twilio knows, and brings messages to us. */
export async function connected(atTwilio: AtTwilio = {}): Promise<TestOrganization> {
  const organization = await makeOrganization();
  await setAtTwilio(organization, atTwilio);
  await organization.db.whatsAppApp.updateMany({ data: { webhookSeenAt: new Date() } });
  return organization;
}

export async function setAtTwilio({ twilio: ours }: TestOrganization, { account, sender, authToken }: AtTwilio) {
  const number = { number: ours.number, webhookUrl, businessName: "Shop", ...sender };
  const response = await fetch(`${twilio.apiUrl}/_sim/accounts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      accountSid: ours.accountSid,
      authToken: authToken ?? ours.authToken,
      numbers: sender === null ? [{ ...number, number: "+15550009999" }] : [number],
      ...account,
    }),
  });
  if (!response.ok) throw new Error(`The simulator answered ${response.status}.`);
}

export async function conversation({ db, organizationId, app }: TestOrganization, data: object = {}) {
  const contact = await db.contact.create({ data: { organizationId } });
  const now = new Date();
  return db.conversation.create({
    data: {
      organizationId,
      whatsAppAppId: app.id,
      contactId: contact.id,
      customerAddress: "whatsapp:+447700900100",
      lastInboundAt: now,
      lastMessageAt: now,
      ...data,
    },
  });
}

export async function outbound(organization: TestOrganization, deliveryState: DeliveryState, data: object = {}) {
  const { id } = await conversation(organization);
  return organization.db.message.create({
    data: {
      organizationId: organization.organizationId,
      conversationId: id,
      direction: "outbound",
      author: "assistant",
      text: "Yes.",
      deliveryState,
      attemptedAt: new Date(),
      ...data,
    },
  });
}

export async function refusal({ db, organizationId, app }: TestOrganization, data: object) {
  const now = new Date();
  await db.webhookFailure.create({
    data: {
      organizationId,
      whatsAppAppId: app.id,
      hour: now,
      reason: "wrong_token",
      firstAt: now,
      lastAt: now,
      ...data,
    },
  });
}

/** The result of one check after a look at everything. */
export async function look({ db }: TestOrganization, key: string, options: { askTwilio?: boolean; now?: Date } = {}) {
  await runChecks(db, options);
  const results = await readHealth(db, utcWording(options.now), options.now);
  return results.find((result) => result.key === key);
}
