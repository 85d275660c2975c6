import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { signature } from "@/local/twilio/signature";
import { type RunningTwilio, startTwilio } from "@/local/twilio/start-twilio";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { getChannel } from "./find-channel";
import { isSignedFor } from "./is-signed-for";
import {
  abandonRotation,
  finishRotation,
  getRotation,
  promoteToken,
  startRotation,
  switchSending,
} from "./rotate-token";

const hex = () => randomBytes(16).toString("hex");
const url = "https://desk.example.test/webhooks/whatsapp/twilio";
const parameters = { Body: "hello" };

let twilio: RunningTwilio;
let organization: TestOrganization;

beforeAll(async () => {
  twilio = await startTwilio({
    dataDir: null,
    account: { accountSid: `AC${hex()}`, authToken: hex() },
    number: "+15550000000",
    webhookUrl: "",
    businessName: "Nobody",
  });
  process.env.TWILIO_API_URL = twilio.apiUrl;
});
afterAll(() => twilio.close());

async function atTwilio(authToken: string) {
  const { accountSid, number } = organization.twilio;
  await fetch(`${twilio.apiUrl}/_sim/accounts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ accountSid, authToken, numbers: [{ number, webhookUrl: "" }] }),
  });
}

beforeEach(async () => {
  organization = await makeOrganization();
  await atTwilio(organization.twilio.authToken);
});

async function channel() {
  const found = await getChannel(organization.organizationId);
  if (!found) throw new Error("The channel is missing.");
  return found;
}

/** What the webhook's door asks, for a message that Twilio signed with `token`. */
async function isAccepted(token: string): Promise<boolean> {
  return isSignedFor(await channel(), { url, parameters, signature: signature(token, url, parameters) });
}

async function newToken(): Promise<string> {
  return (await channel()).signingTokens[1] ?? "";
}

/** As if it had been so long. */
function passes(seconds: number) {
  const back = (time: Date | null) => time && new Date(time.getTime() - seconds * 1000);
  return organization.db.whatsAppApp.findFirstOrThrow().then((app) =>
    organization.db.whatsAppApp.update({
      where: { id: app.id },
      data: {
        rotationStartedAt: back(app.rotationStartedAt),
        rotationPromotedAt: back(app.rotationPromotedAt),
      },
    }),
  );
}

async function untilPromoted() {
  const { db, owner } = organization;
  await startRotation(db, {}, owner);
  await switchSending(db, owner);
  await passes(11);
  return promoteToken(db, owner);
}

describe("a rotation through Twilio's API", () => {
  test("accepts both tokens, sends with the new one, proves it, and drops the old one", async () => {
    const { db, owner, twilio: old } = organization;
    expect(await startRotation(db, {}, owner)).toMatchObject({ stage: "accepting", byTwilio: true });
    const next = await newToken();
    expect([await isAccepted(old.authToken), await isAccepted(next)]).toEqual([true, true]);
    expect((await channel()).authToken).toBe(old.authToken);

    expect(await switchSending(db, owner)).toMatchObject({ stage: "sending" });
    expect((await channel()).authToken).toBe(next);

    await passes(11);
    await promoteToken(db, owner);
    expect([await isAccepted(old.authToken), await isAccepted(next)]).toEqual([true, true]);
    await expect.poll(async () => (await getRotation(db)).stage).toBe("proven");

    await passes(21);
    expect(await finishRotation(db, owner)).toMatchObject({ stage: "none", oldToken: `••••${next.slice(-4)}` });
    expect(await channel()).toMatchObject({ authToken: next, signingTokens: [next], unprovenToken: null });
    expect(await isAccepted(old.authToken)).toBe(false);

    const actions = (await db.auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ action }) => action);
    expect(actions).toEqual(["started", "switched", "promoted", "finished"].map((deed) => `rotation.${deed}`));
    expect(JSON.stringify(await db.auditEntry.findMany())).not.toContain(next);
  });

  test("is not promoted before every instance can know the new token", async () => {
    const { db, owner } = organization;
    await startRotation(db, {}, owner);
    await switchSending(db, owner);
    await expect(promoteToken(db, owner)).rejects.toMatchObject({
      code: "conflict",
      details: { retryAfterSeconds: expect.any(Number) },
    });
  });

  test("is not finished without a message that was signed with the new token", async () => {
    expect(await untilPromoted()).toMatchObject({ stage: "promoted" });
    await passes(21);
    await expect(finishRotation(organization.db, organization.owner)).rejects.toMatchObject({
      message: expect.stringContaining("Write to the number from your phone"),
    });
  });

  test("goes on after a crash between Twilio's promotion and ours", async () => {
    const { db, owner } = organization;
    await startRotation(db, {}, owner);
    await switchSending(db, owner);
    await passes(11);
    await atTwilio(await newToken());
    expect(await promoteToken(db, owner)).toMatchObject({ stage: "promoted" });
  });

  test.each([["accepting"], ["sending"]])(
    "is abandoned while %s: the second token is gone everywhere",
    async (stage) => {
      const { db, owner, twilio: old } = organization;
      await startRotation(db, {}, owner);
      const next = await newToken();
      if (stage === "sending") await switchSending(db, owner);
      expect(await abandonRotation(db, owner)).toMatchObject({ stage: "none", newToken: null });
      expect(await channel()).toMatchObject({ authToken: old.authToken, signingTokens: [old.authToken] });
      await expect(startRotation(db, { nextAuthToken: next }, owner)).rejects.toMatchObject({ code: "invalid" });
    },
  );

  test("has no way back once Twilio refuses the old token", async () => {
    await untilPromoted();
    await expect(abandonRotation(organization.db, organization.owner)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Finish instead"),
    });
  });

  test("is begun once, and its steps are taken in order", async () => {
    const { db, owner } = organization;
    await expect(switchSending(db, owner)).rejects.toMatchObject({ code: "conflict" });
    await startRotation(db, {}, owner);
    await expect(startRotation(db, {}, owner)).rejects.toMatchObject({ code: "conflict" });
    await expect(finishRotation(db, owner)).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a rotation by hand", () => {
  test("waits until the console has promoted the token", async () => {
    const { db, owner, twilio: old } = organization;
    const { accountSid } = old;
    const authorization = `Basic ${Buffer.from(`${accountSid}:${old.authToken}`).toString("base64")}`;
    const post = (path: string) => fetch(`${twilio.apiUrl}${path}`, { method: "POST", headers: { authorization } });
    const { secondary_auth_token: next } = await (await post("/v1/AuthTokens/Secondary")).json();

    expect(await startRotation(db, { nextAuthToken: next }, owner)).toMatchObject({ byTwilio: false });
    await switchSending(db, owner);
    await passes(11);
    await expect(promoteToken(db, owner)).rejects.toMatchObject({ message: expect.stringContaining("console") });
    await post("/v1/AuthTokens/Promote");
    expect(await promoteToken(db, owner)).toMatchObject({ stage: "promoted" });
  });

  test("refuses the token in use, and one that Twilio does not know", async () => {
    const { db, owner, twilio: old } = organization;
    for (const nextAuthToken of [old.authToken, hex()])
      await expect(startRotation(db, { nextAuthToken }, owner)).rejects.toMatchObject({
        code: "invalid",
        details: { fields: { nextAuthToken: expect.any(String) } },
      });
  });
});
