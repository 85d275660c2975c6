import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { refusalsRecorded } from "@/lib/channels/record-refusal";
import { formBody, signature } from "@/local/twilio/signature";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { path, publicUrl, type Webhook, webhookServer } from "./test-webhook";

const server = webhookServer();

interface Sent {
  /** The address that Twilio is told to call, and so signs. */
  signedUrl?: string;
  authToken?: string;
  form?: Record<string, string>;
  headers?: Record<string, string>;
  search?: string;
  /** Where it comes to; the address by number unless it is said. */
  path?: string;
}

async function post(organization: TestOrganization, sent: Sent = {}): Promise<number> {
  return server.statusOf(signed(organization, sent));
}

function signed({ twilio }: TestOrganization, sent: Sent): Webhook {
  const at = sent.path ?? path;
  const parameters = {
    MessageSid: `SM${randomBytes(16).toString("hex")}`,
    AccountSid: twilio.accountSid,
    From: "whatsapp:+447700900142",
    To: `whatsapp:${twilio.number}`,
    Body: "Is it ready?",
    NumMedia: "0",
    ...sent.form,
  };
  return {
    path: at + (sent.search ?? ""),
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": signature(sent.authToken ?? twilio.authToken, sent.signedUrl ?? publicUrl + at, parameters),
      ...sent.headers,
    },
    body: formBody(parameters),
  };
}

async function refusals({ db }: TestOrganization) {
  await refusalsRecorded();
  return db.webhookFailure.findMany({ orderBy: { id: "asc" } });
}

describe("a refused webhook leaves its reason", () => {
  it.each([
    ["http instead of https", { signedUrl: `http://desk.example.test${path}` }],
    ["a slash at its end", { signedUrl: `${publicUrl}${path}/` }],
    ["a port", { signedUrl: `${publicUrl}:8443${path}`, headers: { host: "desk.example.test:8443" } }],
    [
      "the name that the proxy was called by",
      {
        signedUrl: `https://old.example.test${path}`,
        headers: { "x-forwarded-host": "old.example.test" },
      },
    ],
    ["a query", { signedUrl: `${publicUrl}${path}?from=console`, search: "?from=console" }],
    ["www", { signedUrl: `https://www.desk.example.test${path}` }],
  ])("wrong_url, with the address that was signed, when it has %s", async (_, sent: Sent) => {
    const organization = await makeOrganization();
    expect(await post(organization, sent)).toBe(403);
    expect(await refusals(organization)).toMatchObject([
      { reason: "wrong_url", signedUrl: sent.signedUrl, accountSidLastFour: "", count: 1 },
    ]);
  });

  it("wrong_token when no likely address fits, counted by the hour", async () => {
    const organization = await makeOrganization();
    for (let i = 0; i < 3; i++) expect(await post(organization, { authToken: "0".repeat(32) })).toBe(403);
    const rows = await refusals(organization);
    expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(3);
    expect(rows[0]).toMatchObject({ reason: "wrong_token", signedUrl: "" });
  });

  it("other_account, with the end of its SID, when the message names one that is not ours", async () => {
    const organization = await makeOrganization();
    const form = { AccountSid: `AC${"4471".repeat(8)}` };
    expect(await post(organization, { authToken: "0".repeat(32), form })).toBe(403);
    expect(await refusals(organization)).toMatchObject([{ reason: "other_account", accountSidLastFour: "4471" }]);
  });

  it("other_number when Twilio brings what was written to another sender of the account", async () => {
    const organization = await makeOrganization();
    const { appKey } = organization.app;
    const form = { To: "whatsapp:+15550008888" };
    expect(await post(organization, { form, path: `${path}/${appKey}` })).toBe(403);
    expect(await refusals(organization)).toMatchObject([{ reason: "other_number", signedUrl: "" }]);
  });

  it("nothing when the message is taken, and then when Twilio reached us", async () => {
    const organization = await makeOrganization();
    expect(await post(organization)).toBe(200);
    expect(await refusals(organization)).toEqual([]);
    await expect.poll(async () => (await organization.db.whatsAppApp.findFirst())?.webhookSeenAt).toBeInstanceOf(Date);
  });

  it("few rows, however many accounts a stranger makes up, and every request counted", async () => {
    const organization = await makeOrganization();
    for (let i = 0; i < 45; i++) {
      await post(organization, { form: { AccountSid: `AC${randomBytes(16).toString("hex")}` } });
    }
    const rows = await refusals(organization);
    expect(rows.length).toBeLessThanOrEqual(21);
    expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(45);
  });
});
