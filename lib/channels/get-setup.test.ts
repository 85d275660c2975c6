import { beforeEach, describe, expect, test } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { promptTemplates } from "../assistant/prompt-templates";
import { checkColumns } from "./check-sender";
import { chooseModel, publishFirstVersion } from "./complete-setup";
import { getSetup } from "./get-setup";
import { firstVersionFormSchema } from "./schema";
import { keepSetupNotes } from "./setup-notes";

let organization: TestOrganization;
beforeEach(async () => {
  organization = await makeOrganization();
});

/** As the form sends it. */
const form = {
  businessName: "Acme",
  timeZone: "Europe/London",
  languages: "en, de",
  disclosureText: "An assistant answers.",
  systemPrompt: "You answer for {{business.name}}.",
  mondayFrom: "09:00",
  mondayTo: "17:00",
};

/** An organisation in the midst of the set-up: connected, and nothing published. */
async function unpublished() {
  const { db, app } = organization;
  await db.whatsAppApp.update({ where: { id: app.id }, data: { publishedVersionId: null } });
  await db.appVersion.deleteMany();
}

async function arrives(at = new Date()) {
  const { db, organizationId, app } = organization;
  const contact = await db.contact.create({ data: { organizationId } });
  const conversation = await db.conversation.create({
    data: {
      organizationId,
      whatsAppAppId: app.id,
      contactId: contact.id,
      customerAddress: "whatsapp:+447700900100",
      lastInboundAt: at,
      lastMessageAt: at,
    },
  });
  const message = { organizationId, conversationId: conversation.id, text: "Hello", createdAt: at } as const;
  await db.message.create({
    data: { ...message, direction: "inbound", author: "customer", deliveryState: "received" },
  });
  await db.whatsAppApp.update({ where: { id: app.id }, data: { webhookSeenAt: at } });
  return message;
}

describe("the guided set-up", () => {
  test("begins with the provider when there is nothing", async () => {
    const { db } = organization;
    await db.whatsAppApp.deleteMany();
    await db.organizationModel.deleteMany();
    await db.providerKey.deleteMany();
    const setup = await getSetup(db);
    expect(setup).toMatchObject({ done: 0, finished: false, sender: null });
    expect(setup.states).toMatchObject({ provider: "current", model: "todo", test: "todo" });
  });

  test("names the broken step, and goes on with the next one", async () => {
    const { db, providerKey } = organization;
    await unpublished();
    await db.providerKey.update({
      where: { id: providerKey.id },
      data: { testedAt: new Date(), testProblem: "The provider refuses the key. Enter a valid key." },
    });
    expect((await getSetup(db)).states).toMatchObject({ provider: "broken", model: "done", webhook: "current" });
  });

  test("takes the webhook for done once Twilio names our address, or a signed message came", async () => {
    const { db, app } = organization;
    await unpublished();
    expect((await getSetup(db)).states.webhook).not.toBe("done");
    const callbackUrl = "https://desk.example.test/webhooks/whatsapp/twilio#rc=3";
    const webhook = { callbackUrl, fallbackUrl: null, statusCallbackUrl: null };
    const sender = {
      sid: "XE",
      status: "ONLINE",
      qualityRating: null,
      messagingLimit: null,
      offlineReasons: [],
      webhook,
    };
    await db.whatsAppApp.update({
      where: { id: app.id },
      data: checkColumns({ account: null, sender, problem: null }),
    });
    expect((await getSetup(db)).states.webhook).toBe("done");
  });

  test("takes a refused message that came after the last good one for a broken webhook", async () => {
    const { db, organizationId, app } = organization;
    await arrives(new Date(Date.now() - 60_000));
    const at = new Date();
    await db.webhookFailure.create({
      data: {
        organizationId,
        whatsAppAppId: app.id,
        hour: at,
        reason: "wrong_url",
        signedUrl: "http://desk.example.test/webhooks/whatsapp/twilio/",
        firstAt: at,
        lastAt: at,
      },
    });
    expect(await getSetup(db)).toMatchObject({
      states: { webhook: "broken" },
      webhook: { refusal: { reason: "wrong_url" } },
    });
    await arrives(new Date(Date.now() + 1000));
    expect((await getSetup(db)).states.webhook).toBe("done");
  });

  test("waits for the first answer after version 1, and is over when somebody says so", async () => {
    const { db, owner, providerKey } = organization;
    await unpublished();
    await chooseModel(db, { providerKeyId: providerKey.id, model: "gpt-4.1-mini", inputPricePerMTok: 0.4 }, owner);
    await publishFirstVersion(db, firstVersionFormSchema.parse(form), owner);
    expect(await db.appVersion.findFirst({ include: { model: true } })).toMatchObject({
      number: 1,
      model: { model: "gpt-4.1-mini", inputPricePerMTok: 400_000 },
      business: {
        name: "Acme",
        languages: ["en", "de"],
        hours: { monday: [{ from: "09:00", to: "17:00" }], sunday: [] },
      },
    });
    expect(await getSetup(db)).toMatchObject({ finished: false, states: { assistant: "done", test: "todo" } });

    const message = await arrives();
    expect((await getSetup(db)).test).toMatchObject({ arrivedAt: message.createdAt, answeredAt: null });
    const answer = { ...message, direction: "outbound", author: "assistant", turn: 1, part: 0 } as const;
    await db.message.create({ data: { ...answer, deliveryState: "delivered" } });
    expect((await getSetup(db)).states.test).toBe("done");
    await keepSetupNotes(db, { finishedAt: new Date().toISOString() });
    expect((await getSetup(db)).finished).toBe(true);
  });

  test("publishes no template as it stands, and says what to fill, beside the field", async () => {
    const { db, owner } = organization;
    await unpublished();
    const publish = (more: object) =>
      publishFirstVersion(db, firstVersionFormSchema.parse({ ...form, ...more }), owner);
    const refusal = (fields: object) => ({ code: "invalid", details: { fields } });
    for (const { key, systemPrompt } of promptTemplates.filter((template) => template.key !== "blank"))
      await expect(publish({ systemPrompt }), key).rejects.toMatchObject(
        refusal({ systemPrompt: expect.stringMatching(/^Write your own words for \[/) }),
      );
    await expect(
      publish({ systemPrompt: "Open: {{hours.today}}", mondayFrom: "", mondayTo: "" }),
    ).rejects.toMatchObject(refusal({ mondayFrom: expect.stringMatching(/opening hours/) }));
    expect(await db.appVersion.count()).toBe(0);
    await publish({ systemPrompt: "Write prices so: [EUR]." });
    expect(await db.appVersion.count()).toBe(1);
  });

  test("is over for what was configured over HTTP", async () => {
    expect(await getSetup(organization.db)).toMatchObject({ finished: true, sender: { publishedVersion: 1 } });
  });
});

describe("the form of version 1", () => {
  test("takes a time as people write it", () => {
    const { business } = firstVersionFormSchema.parse({
      ...form,
      mondayFrom: "9",
      mondayTo: " 17.30",
      sundayFrom: "0800",
      sundayTo: "0:00",
    });
    expect(business.hours.sunday).toEqual([{ from: "08:00", to: "24:00" }]);
    expect(business.hours.monday).toEqual([{ from: "09:00", to: "17:30" }]);
  });

  test.each([
    ["a day that closes before it opens", { tuesdayFrom: "17:00", tuesdayTo: "09:00" }, "tuesdayFrom"],
    ["what is no time", { tuesdayFrom: "nine", tuesdayTo: "17:00" }, "tuesdayFrom"],
    ["a day without its end", { tuesdayFrom: "09:00", tuesdayTo: "" }, "tuesdayFrom"],
    ["a language that is none", { languages: "en, english!" }, "languages"],
    ["a time zone that is none", { timeZone: "Mars/Olympus" }, "timeZone"],
  ])("says beside the field what is wrong: %s", (_, more, field) => {
    const { error } = firstVersionFormSchema.safeParse({ ...form, ...more });
    expect([...new Set(error?.issues.map(({ path }) => path[0]))]).toEqual([field]);
  });
});
