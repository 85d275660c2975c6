import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { realPostgres } from "@/tests/database-kind";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { createModel } from "../gateway/models";
import { sandboxNumber } from "../twilio/sandbox-number";
import { createWhatsAppApp, getWhatsAppApp, updateWhatsAppApp } from "./whatsapp-app";

const hex = () => randomBytes(16).toString("hex");
const freeNumber = () => `+1555${randomInt(1_000_000, 10_000_000)}`;

/** An organisation with a model but no app yet. */
async function withoutApp(): Promise<TestOrganization> {
  const organization = await makeOrganization();
  await organization.db.whatsAppApp.delete({ where: { id: organization.app.id } });
  return organization;
}

function newApp({ model }: TestOrganization) {
  return {
    twilioNumber: `whatsapp:${freeNumber()}`,
    twilioAccountSid: `AC${hex()}`,
    twilioAuthToken: hex(),
    defaultOrganizationModelId: model.id,
    systemPrompt: "You answer for a bakery.",
    enabledPluginIds: [],
  };
}

describe("creating", () => {
  let organization: TestOrganization;
  beforeEach(async () => {
    organization = await withoutApp();
  });

  test("publishes version 1 with sensible settings, and tells the addresses for Twilio's console", async () => {
    const { db, owner } = organization;
    const input = newApp(organization);
    const app = await createWhatsAppApp(db, input, owner);
    const key = app.webhookUrl.split("/").at(-1) ?? "";
    expect(key).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(app).toMatchObject({
      twilioNumber: input.twilioNumber.replace("whatsapp:", ""),
      isSandbox: false,
      publishedVersion: 1,
      settleMs: 1500,
      settleCapMs: 8000,
      maxOutputTokens: 800,
      fallbackText: expect.stringContaining("a person will write"),
      webhookUrl: `https://desk.example.test/webhooks/whatsapp/twilio/${key}`,
      webhookUrlByNumber: "https://desk.example.test/webhooks/whatsapp/twilio",
      statusUrl: "https://desk.example.test/webhooks/whatsapp/twilio/status/{outboundId}",
    });
    expect(await getWhatsAppApp(db)).toEqual(app);
    expect(await db.appVersion.findMany()).toMatchObject([{ number: 1, createdById: owner.id }]);
  });

  test("shows and stores the credentials nowhere in clear", async () => {
    const { db, owner } = organization;
    const input = newApp(organization);
    const app = await createWhatsAppApp(db, input, owner);
    expect(app.twilioAccountSid).toBe(`••••${input.twilioAccountSid.slice(-4)}`);
    expect(app.twilioAuthToken).toBe(`••••${input.twilioAuthToken.slice(-4)}`);
    const everything = JSON.stringify([app, await db.whatsAppApp.findMany()]);
    expect(everything).not.toContain(input.twilioAccountSid);
    expect(everything).not.toContain(input.twilioAuthToken);
  });

  test("a second one is refused, and says how to change the first", async () => {
    const { db, owner } = organization;
    await createWhatsAppApp(db, newApp(organization), owner);
    await expect(createWhatsAppApp(db, newApp(organization), owner)).rejects.toMatchObject({
      code: "conflict",
      message: "There is a WhatsApp app already. Change it with PATCH /whatsapp-app.",
    });
    expect(await db.appVersion.count()).toBe(1);
  });

  test("a number that another organisation has is refused without saying whose", async () => {
    const other = await makeOrganization();
    const input = { ...newApp(organization), twilioNumber: other.twilio.number };
    const refusal = await createWhatsAppApp(organization.db, input, organization.owner).catch((error) => error);
    expect(refusal).toMatchObject({ code: "conflict", details: { fields: { twilioNumber: expect.any(String) } } });
    expect(JSON.stringify([refusal.message, refusal.details])).not.toMatch(
      new RegExp([other.slug, other.organizationId, other.owner.email].join("|")),
    );
    expect(await organization.db.whatsAppApp.count()).toBe(0);
  });

  test("the sandbox's number is shared by everybody", async () => {
    const others = await withoutApp();
    for (const each of [organization, others]) {
      const app = await createWhatsAppApp(each.db, { ...newApp(each), twilioNumber: sandboxNumber }, each.owner);
      expect(app).toMatchObject({ isSandbox: true, webhookUrlByNumber: null });
    }
  });

  test("another organisation's model is the same as none", async () => {
    const other = await makeOrganization();
    for (const defaultOrganizationModelId of [other.model.id, randomUUID()])
      await expect(
        createWhatsAppApp(organization.db, { ...newApp(organization), defaultOrganizationModelId }, organization.owner),
      ).rejects.toMatchObject({
        code: "not_found",
        details: { fields: { defaultOrganizationModelId: "There is no such model." } },
      });
    expect(await organization.db.whatsAppApp.count()).toBe(0);
  });

  test.each([
    [{ twilioAccountSid: "AC123" }, "twilioAccountSid"],
    [{ twilioAccountSid: `SK${"0".repeat(32)}` }, "twilioAccountSid"],
    [{ twilioAuthToken: "not-a-token" }, "twilioAuthToken"],
    [{ twilioAuthToken: undefined }, "twilioAuthToken"],
    [{ twilioNumber: "07700 900100" }, "twilioNumber"],
    [{ systemPrompt: "  " }, "systemPrompt"],
    [{ enabledPluginIds: ["calendar"] }, "enabledPluginIds.0"],
    [{ settleMs: 8001 }, "settleMs"],
    [{ settleMs: 2000, settleCapMs: 1000 }, "settleMs"],
    [{ settleMs: 0.5 }, "settleMs"],
    [{ maxOutputTokens: 0 }, "maxOutputTokens"],
    [{ fallbackText: "x".repeat(1501) }, "fallbackText"],
    [{ authToken: "x" }, "authToken"],
  ])("%j is refused by the field's name", async (changes, field) => {
    const input = { ...newApp(organization), ...(changes as object) };
    await expect(createWhatsAppApp(organization.db, input, organization.owner)).rejects.toMatchObject({
      code: "invalid",
      details: { fields: { [field]: expect.any(String) } },
    });
  });
});

describe("updating", () => {
  let organization: TestOrganization;
  beforeEach(async () => {
    organization = await makeOrganization();
  });

  test.each([
    { systemPrompt: "You answer for a hotel." },
    { settleMs: 2000 },
    { settleCapMs: 4000 },
    { maxOutputTokens: 100 },
    { fallbackText: "Please ring us." },
  ])("%j publishes a new version and leaves the one before as it was", async (change) => {
    const { db, owner, version, model } = organization;
    const app = await updateWhatsAppApp(db, change, owner);
    expect(app).toMatchObject({ ...change, publishedVersion: 2, defaultOrganizationModelId: model.id });
    expect(await db.appVersion.findUnique({ where: { id: version.id } })).toEqual(version);
  });

  test("another model is a new version as well", async () => {
    const { db, owner, providerKey } = organization;
    const { organizationModelId } = await createModel(db, { providerKeyId: providerKey.id, model: "other" }, owner);
    expect(await updateWhatsAppApp(db, { defaultOrganizationModelId: organizationModelId }, owner)).toMatchObject({
      publishedVersion: 2,
      defaultOrganizationModelId: organizationModelId,
    });
  });

  test("what does not decide an answer, or is the same as before, makes no version", async () => {
    const { db, owner, version } = organization;
    const twilioNumber = freeNumber();
    await updateWhatsAppApp(db, { twilioNumber }, owner);
    const app = await updateWhatsAppApp(db, { systemPrompt: version.systemPrompt, enabledPluginIds: [] }, owner);
    expect(app).toMatchObject({ publishedVersion: 1, twilioNumber });
    expect(await updateWhatsAppApp(db, {}, owner)).toMatchObject({ publishedVersion: 1 });
    expect(await db.appVersion.count()).toBe(1);
  });

  test("the Account SID and its token change only together", async () => {
    const { db, owner } = organization;
    const [sid, token] = [`AC${hex()}`, hex()];
    await expect(updateWhatsAppApp(db, { twilioAccountSid: sid }, owner)).rejects.toMatchObject({
      details: { fields: { twilioAuthToken: "Send the Auth Token together with its Account SID." } },
    });
    await expect(updateWhatsAppApp(db, { twilioAuthToken: token }, owner)).rejects.toMatchObject({
      details: { fields: { twilioAccountSid: "Send the Account SID together with its Auth Token." } },
    });
    const app = await updateWhatsAppApp(db, { twilioAccountSid: sid, twilioAuthToken: token }, owner);
    expect(app).toMatchObject({
      twilioAccountSid: `••••${sid.slice(-4)}`,
      twilioAuthToken: `••••${token.slice(-4)}`,
      publishedVersion: 1,
    });
  });

  test("the wait is checked against the cap that stays", async () => {
    const { db, owner } = organization;
    await updateWhatsAppApp(db, { settleCapMs: 1000 }, owner);
    await expect(updateWhatsAppApp(db, { settleMs: 1001 }, owner)).rejects.toMatchObject({
      code: "invalid",
      details: { fields: { settleMs: expect.stringContaining("settleCapMs") } },
    });
    expect(await getWhatsAppApp(db)).toMatchObject({ publishedVersion: 2, settleMs: 0 });
  });

  test("a refused change leaves everything as it was", async () => {
    const { db, owner, twilio } = organization;
    const refused = updateWhatsAppApp(
      db,
      { twilioNumber: freeNumber(), defaultOrganizationModelId: randomUUID() },
      owner,
    );
    await expect(refused).rejects.toMatchObject({ code: "not_found" });
    expect(await getWhatsAppApp(db)).toMatchObject({ twilioNumber: twilio.number, publishedVersion: 1 });
  });

  test("before there is an app, says how to create it", async () => {
    const { db, owner } = await withoutApp();
    await expect(updateWhatsAppApp(db, { settleMs: 1 }, owner)).rejects.toMatchObject({
      code: "not_found",
      message: "There is no WhatsApp app yet. Create it with POST /whatsapp-app.",
    });
  });
});

describe.runIf(realPostgres)("at the same time", () => {
  test("two organisations ask for one number, and one gets it", async () => {
    const both = [await withoutApp(), await withoutApp()];
    const twilioNumber = freeNumber();
    const results = await Promise.allSettled(
      both.map((each) => createWhatsAppApp(each.db, { ...newApp(each), twilioNumber }, each.owner)),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find((result) => result.status === "rejected")?.reason).toMatchObject({ code: "conflict" });
  });

  test("two create the app of one organisation, and one does", async () => {
    const organization = await withoutApp();
    const results = await Promise.allSettled(
      [1, 2].map(() => createWhatsAppApp(organization.db, newApp(organization), organization.owner)),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("ten changes make ten versions, numbered without a gap, and the last is published", async () => {
    const { db, owner, app } = await makeOrganization();
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => updateWhatsAppApp(db, { systemPrompt: `Prompt ${n}` }, owner)),
    );
    const versions = await db.appVersion.findMany({ orderBy: { number: "asc" } });
    expect(versions.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const { publishedVersionId } = await db.whatsAppApp.findUniqueOrThrow({ where: { id: app.id } });
    expect(publishedVersionId).toBe(versions.at(-1)?.id);
  });
});

test("the audit log has the masked credentials before and after", async () => {
  const { db, owner, app, twilio } = await makeOrganization();
  const [twilioAccountSid, twilioAuthToken] = [`AC${"1".repeat(28)}beef`, `${"2".repeat(28)}cafe`];
  await updateWhatsAppApp(db, { twilioAccountSid, twilioAuthToken, systemPrompt: "You answer for a hotel." }, owner);
  const entries = await db.auditEntry.findMany({ orderBy: { id: "asc" } });
  expect(entries).toMatchObject([
    {
      action: "whatsapp_app.changed",
      subject: app.number,
      before: { accountSid: `••••${twilio.accountSid.slice(-4)}`, authToken: `••••${twilio.authToken.slice(-4)}` },
      after: { accountSid: "••••beef", authToken: "••••cafe" },
    },
    { action: "assistant.published", subject: "version 2" },
  ]);
  expect(JSON.stringify(entries)).not.toContain(twilioAuthToken);
});
