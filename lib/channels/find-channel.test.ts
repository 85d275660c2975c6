import { randomBytes } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { encryptSecret } from "../secrets";
import { sandboxNumber } from "../twilio/sandbox-number";
import { findChannelByKey, findChannelByNumber, forgetChannel, getChannel, refreshChannel } from "./find-channel";
import { updateWhatsAppApp } from "./whatsapp-app";

const anotherToken = () => randomBytes(16).toString("hex");

/** What another instance of the app would do: this process is told nothing. */
async function changeTokenElsewhere({ db, organizationId, app }: TestOrganization): Promise<string> {
  const authToken = anotherToken();
  const envelope = encryptSecret(authToken, { organizationId, field: "whatsAppApp.authToken" });
  await db.whatsAppApp.update({ where: { id: app.id }, data: { authToken: envelope } });
  return authToken;
}

/** The cache's clock and ours, moved on. */
function later(seconds: number) {
  const now = performance.now() + seconds * 1000;
  vi.spyOn(performance, "now").mockReturnValue(now);
}

afterEach(() => vi.restoreAllMocks());

test("a channel is found by its number, its key and its organisation, with the token in clear", async () => {
  const { organizationId, app, twilio } = await makeOrganization();
  const channel = {
    organizationId,
    whatsAppAppId: app.id,
    appKey: app.appKey,
    number: twilio.number,
    accountSid: twilio.accountSid,
    authToken: twilio.authToken,
    signingTokens: [twilio.authToken],
    unprovenToken: null,
    isSandbox: false,
  };
  expect(await findChannelByNumber(twilio.number)).toEqual(channel);
  expect(await findChannelByKey(app.appKey)).toEqual(channel);
  expect(await getChannel(organizationId)).toEqual(channel);
});

test("the sandbox is found by key and never by its number", async () => {
  const { db, app } = await makeOrganization();
  await db.whatsAppApp.update({ where: { id: app.id }, data: { number: sandboxNumber, exclusiveNumber: null } });
  expect(await findChannelByNumber(sandboxNumber)).toBeNull();
  expect(await findChannelByKey(app.appKey)).toMatchObject({ number: sandboxNumber, isSandbox: true });
});

test("an unknown number is asked of the database once", async () => {
  const { db, app } = await makeOrganization();
  const number = "+15550000001";
  expect(await findChannelByNumber(number)).toBeNull();
  await db.whatsAppApp.update({ where: { id: app.id }, data: { number, exclusiveNumber: number } });
  expect(await findChannelByNumber(number)).toBeNull();
  later(61);
  expect(await findChannelByNumber(number)).toMatchObject({ whatsAppAppId: app.id });
});

test("a change in this process is seen at once, at the old number and at the new one", async () => {
  const { db, owner, app, twilio } = await makeOrganization();
  const twilioNumber = `+1555${randomBytes(4).readUInt32BE().toString().padStart(10, "0").slice(-7)}`;
  expect(await findChannelByNumber(twilio.number)).not.toBeNull();
  expect(await findChannelByNumber(twilioNumber)).toBeNull();
  await updateWhatsAppApp(db, { twilioNumber }, owner);
  expect(await findChannelByNumber(twilio.number)).toBeNull();
  expect(await findChannelByNumber(twilioNumber)).toMatchObject({ whatsAppAppId: app.id });
});

test("a token that another instance changed is read anew when a signature fails, at every door", async () => {
  const organization = await makeOrganization();
  const { app, twilio } = organization;
  const known = await findChannelByNumber(twilio.number);
  await findChannelByKey(app.appKey);
  const authToken = await changeTokenElsewhere(organization);
  expect(await findChannelByNumber(twilio.number)).toEqual(known);
  expect(known && (await refreshChannel(known))).toMatchObject({ authToken });
  expect(await findChannelByNumber(twilio.number)).toMatchObject({ authToken });
  expect(await findChannelByKey(app.appKey)).toMatchObject({ authToken });
});

test("bad signatures read the database once in 5 seconds, and learn nothing while nothing has changed", async () => {
  const organization = await makeOrganization();
  const known = await findChannelByKey(organization.app.appKey);
  if (!known) throw new Error("The channel is missing.");
  expect(await refreshChannel(known)).toBeNull();
  const authToken = await changeTokenElsewhere(organization);
  expect(await refreshChannel(known)).toBeNull();
  later(6);
  expect(await refreshChannel(known)).toMatchObject({ authToken });
});

test("what is forgotten while it is being read is not kept", async () => {
  const organization = await makeOrganization();
  const { app, twilio, organizationId } = organization;
  const reading = findChannelByKey(app.appKey);
  forgetChannel({ organizationId, appKey: app.appKey, number: twilio.number });
  expect(await reading).toMatchObject({ authToken: twilio.authToken });
  const authToken = await changeTokenElsewhere(organization);
  expect(await findChannelByKey(app.appKey)).toMatchObject({ authToken });
});

test("a rotation that another instance began is known at the first signature that does not fit, and at once to a refused call", async () => {
  const { db, organizationId, app, twilio } = await makeOrganization();
  const known = await findChannelByNumber(twilio.number);
  if (!known) throw new Error("The channel is missing.");
  await getChannel(organizationId);
  const next = anotherToken();
  const nextAuthToken = encryptSecret(next, { organizationId, field: "whatsAppApp.nextAuthToken" });
  await db.whatsAppApp.update({
    where: { id: app.id },
    data: { nextAuthToken, nextAuthTokenLastFour: next.slice(-4) },
  });
  expect(await refreshChannel(known)).toBeNull();
  expect(await refreshChannel(known, 0)).toMatchObject({
    authToken: twilio.authToken,
    signingTokens: [twilio.authToken, next],
    unprovenToken: next,
  });
  await db.whatsAppApp.update({ where: { id: app.id }, data: { sendsWithNextToken: true } });
  later(11);
  const latest = await refreshChannel(known);
  expect(latest).toMatchObject({ authToken: next, signingTokens: [twilio.authToken, next] });
});
