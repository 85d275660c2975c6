import { beforeEach, describe, expect, test } from "vitest";
import { realPostgres } from "@/tests/database-kind";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { claimTurn } from "../conversations/claim-turn";
import { makeConversation } from "../conversations/test-conversation";
import { createModel, deleteModel } from "../gateway/models";
import { openDraft } from "./open-draft";
import { publishDraft, rollBack } from "./publish-draft";
import { discardDraft, saveDraft } from "./save-draft";
import { getVersion, listVersions } from "./versions";

let organization: TestOrganization;
let db: TestOrganization["db"];
let owner: TestOrganization["owner"];
beforeEach(async () => {
  organization = await makeOrganization({ systemPrompt: "You are a desk." });
  ({ db, owner } = organization);
});

async function change(changes: Parameters<typeof saveDraft>[1]["changes"]) {
  const { revision } = await openDraft(db);
  return saveDraft(db, { revision, changes }, owner);
}

/** The version that the next message is answered with. */
async function answering(): Promise<number> {
  const { id } = await makeConversation(organization, { inboundSeq: 1 });
  await db.message.create({
    data: {
      organizationId: organization.organizationId,
      conversationId: id,
      direction: "inbound",
      author: "customer",
      seq: 1,
      deliveryState: "received",
    },
  });
  await claimTurn(db, id, 0);
  const run = await db.replyRun.findFirstOrThrow({ where: { conversationId: id }, include: { version: true } });
  return run.version.number;
}

describe("publishing", () => {
  test("makes the draft the version that answers the next message, with who, when and why", async () => {
    await change({
      systemPrompt: "You are {{business.name}}.",
      business: { ...(await openDraft(db)).content.business, name: "Acme" },
    });
    const published = await publishDraft(db, { note: "A name at last" }, owner);
    expect(published.number).toBe(2);
    expect(await answering()).toBe(2);
    expect(await getVersion(db, { number: 2 })).toMatchObject({
      live: true,
      note: "A name at last",
      restoredFrom: null,
      by: owner.name,
      changed: ["systemPrompt", "business"],
      content: { systemPrompt: "You are {{business.name}}.", business: { name: "Acme" } },
    });
    expect(await getVersion(db, { number: 1 })).toMatchObject({
      live: false,
      content: { systemPrompt: "You are a desk." },
    });
    expect(await openDraft(db)).toMatchObject({ basedOn: 2, published: 2, changed: [] });
  });

  test("is written in the audit log", async () => {
    await change({ temperature: 0.5 });
    await publishDraft(db, { note: "Warmer" }, owner);
    expect(await db.auditEntry.findFirst({ where: { action: "assistant.published" } })).toMatchObject({
      actorName: owner.name,
      subject: "version 2",
      before: { version: 1 },
      after: { version: 2, note: "Warmer" },
    });
  });

  test.each([
    [{ systemPrompt: "Ask for {{shoe.size}}." }, "systemPrompt", /no field {{shoe.size}}/],
    [{ rules: ["Say {{nonsense}}."] }, "rules", /no field {{nonsense}}/],
    [{ systemPrompt: "We are at [street, town]." }, "systemPrompt", /for \[street, town\],/],
    [{ rules: ["Call [emergency number]."] }, "rules", /for \[emergency number\],/],
    [{ systemPrompt: "You are {{business.name}}." }, "business", /give the business’s name/],
    [{ systemPrompt: "We are {{hours.state}}." }, "business", /opening hours/],
    [{ settleMs: 8000, settleCapMs: 10 }, "settleMs", /longer than settleCapMs/],
  ])("refuses %j, by the field", async (changes, field, sentence) => {
    await change(changes);
    await expect(publishDraft(db, {}, owner)).rejects.toMatchObject({
      code: "invalid",
      details: { fields: { [field]: expect.stringMatching(sentence) } },
    });
    expect(await answering()).toBe(1);
  });

  test("refuses a model that was deleted", async () => {
    const spare = await createModel(db, { providerKeyId: organization.providerKey.id, model: "spare" }, owner);
    await change({ organizationModelId: spare.organizationModelId });
    await deleteModel(db, spare.organizationModelId, owner);
    const refusal = { code: "invalid", details: { fields: { organizationModelId: expect.stringMatching(/deleted/) } } };
    await expect(publishDraft(db, {}, owner)).rejects.toMatchObject(refusal);
  });

  test("refuses a stand-in that was deleted, and the model as its own stand-in", async () => {
    const spare = await createModel(db, { providerKeyId: organization.providerKey.id, model: "spare" }, owner);
    const fallbackModelIds = [spare.organizationModelId];
    await change({ fallbackModelIds });
    await change({ organizationModelId: spare.organizationModelId });
    const refusal = (sentence: RegExp) => ({
      code: "invalid",
      details: { fields: { fallbackModelIds: expect.stringMatching(sentence) } },
    });
    await expect(publishDraft(db, {}, owner)).rejects.toMatchObject(refusal(/for itself/));
    await change({ organizationModelId: organization.model.id });
    await deleteModel(db, spare.organizationModelId, owner);
    await expect(publishDraft(db, {}, owner)).rejects.toMatchObject(refusal(/stand-in model was deleted/));
  });

  test("goes on without a plugin that was deleted since: the rest is saved and published", async () => {
    const { organizationId, version } = organization;
    const plugin = await db.plugin.create({ data: { organizationId, kind: "mcp", key: "shop", name: "Shop" } });
    const chosen = { enabledPluginIds: [plugin.id], enabledTools: { [plugin.id]: ["look"] } };
    await db.appVersion.update({ where: { id: version.id }, data: chosen });
    const { revision } = await openDraft(db);
    await db.plugin.deleteMany({ where: { id: plugin.id } });
    const hours = "first_party:calendar-hours";
    const changes = { enabledPluginIds: [plugin.id, hours], enabledTools: { [hours]: ["opening_hours"] } };
    const saved = await saveDraft(db, { revision, changes }, owner);
    expect(saved.content.enabledPluginIds).toEqual([hours]);
    await discardDraft(db, owner);
    const again = await openDraft(db);
    await saveDraft(db, { revision: again.revision, changes: { systemPrompt: "You answer for an inn." } }, owner);
    await publishDraft(db, {}, owner);
    expect((await openDraft(db)).content).toMatchObject({ enabledPluginIds: [], enabledTools: {} });
  });

  test("keeps its stand-ins: none of them is deleted while it answers", async () => {
    const spare = await createModel(db, { providerKeyId: organization.providerKey.id, model: "spare" }, owner);
    await change({ fallbackModelIds: [spare.organizationModelId] });
    const second = await publishDraft(db, {}, owner);
    await expect(deleteModel(db, spare.organizationModelId, owner)).rejects.toMatchObject({
      code: "in_use",
      message: expect.stringContaining("stands in"),
    });
    await rollBack(db, organization.version.id, {}, owner);
    await deleteModel(db, spare.organizationModelId, owner);
    await expect(rollBack(db, second.id, {}, owner)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/as a stand-in spare/),
    });
  });

  test("lets square brackets pass that are the owner's own", async () => {
    await change({ systemPrompt: "Begin each answer with [desk]." });
    expect(await publishDraft(db, {}, owner)).toMatchObject({ number: 2 });
  });

  test("refuses a draft that is not the one that was looked at, and one without a change", async () => {
    await expect(publishDraft(db, {}, owner)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/Nothing is changed/),
    });
    const seen = await change({ temperature: 0.5 });
    await change({ temperature: 0.9 });
    await expect(publishDraft(db, { revision: seen.revision }, owner)).rejects.toMatchObject({ code: "conflict" });
    expect(await db.appVersion.count()).toBe(1);
  });

  test.runIf(realPostgres)("by two at once makes one version", async () => {
    await change({ temperature: 0.5 });
    const results = await Promise.allSettled([publishDraft(db, {}, owner), publishDraft(db, {}, owner)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await db.appVersion.count()).toBe(2);
  });
});

describe("rolling back", () => {
  test("makes a new version of an old one, which answers the next message", async () => {
    await change({ systemPrompt: "Worse." });
    await publishDraft(db, {}, owner);
    const back = await rollBack(db, organization.version.id, { note: "It was better" }, owner);
    expect(back.number).toBe(3);
    expect(await answering()).toBe(3);
    expect(await getVersion(db, { id: back.id })).toMatchObject({
      restoredFrom: 1,
      note: "It was better",
      content: { systemPrompt: "You are a desk." },
    });
    expect(await openDraft(db)).toMatchObject({ content: { systemPrompt: "You are a desk." }, changed: [] });
    expect(await db.auditEntry.count({ where: { action: "assistant.rolled_back" } })).toBe(1);
    expect((await listVersions(db, { limit: 2 })).data).toMatchObject([
      { number: 3, live: true, changed: ["systemPrompt"] },
      { number: 2, live: false, changed: ["systemPrompt"] },
    ]);
  });

  test("to the version that answers, or to another organisation's, is refused", async () => {
    await expect(rollBack(db, organization.version.id, {}, owner)).rejects.toMatchObject({ code: "conflict" });
    const other = await makeOrganization();
    await expect(rollBack(db, other.version.id, {}, owner)).rejects.toMatchObject({ code: "not_found" });
  });

  test("to a version whose model was deleted says which model", async () => {
    const spare = await createModel(
      db,
      { providerKeyId: organization.providerKey.id, model: "spare", label: "Spare" },
      owner,
    );
    await change({ organizationModelId: spare.organizationModelId });
    const second = await publishDraft(db, {}, owner);
    await rollBack(db, organization.version.id, {}, owner);
    await deleteModel(db, spare.organizationModelId, owner);
    await expect(rollBack(db, second.id, {}, owner)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/Spare/),
    });
  });
});
