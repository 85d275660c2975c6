import { beforeEach, describe, expect, test } from "vitest";
import { realPostgres } from "@/tests/database-kind";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { updateWhatsAppApp } from "../channels/whatsapp-app";
import { emptyBusiness } from "./business-schema";
import { meetEditors } from "./draft-editors";
import { openDraft } from "./open-draft";
import { discardDraft, patchDraft, saveDraft } from "./save-draft";

const nadia = { id: "00000000-0000-7000-8000-00000000000a", name: "Nadia" };
const tom = { id: "00000000-0000-7000-8000-00000000000b", name: "Tom" };

let organization: TestOrganization;
let db: TestOrganization["db"];
beforeEach(async () => {
  organization = await makeOrganization({ systemPrompt: "You are a desk.\n\nBe brief.\n\nNo discounts." });
  db = organization.db;
});

describe("the draft", () => {
  test("begins as what is published, and knows which of its fields differ", async () => {
    const draft = await openDraft(db);
    expect(draft).toMatchObject({ basedOn: 1, published: 1, changed: [], content: { temperature: null, settleMs: 0 } });
    const saved = await saveDraft(
      db,
      { revision: draft.revision, changes: { temperature: 0.3, rules: ["Be kind."] } },
      nadia,
    );
    expect(saved).toMatchObject({ changed: ["rules", "temperature"], conflicts: {} });
    expect(await openDraft(db)).toMatchObject({ content: { temperature: 0.3, rules: ["Be kind."] } });
    expect(await db.appVersion.count()).toBe(1);
  });

  test.each([
    [{ systemPrompt: " " }, "changes.systemPrompt"],
    [{ temperature: 3 }, "changes.temperature"],
    [{ enabledPluginIds: ["calendar"] }, "changes.enabledPluginIds.0"],
    [{ business: { ...emptyBusiness, timeZone: "Mars/Olympus" } }, "changes.business.timeZone"],
    [
      { business: { ...emptyBusiness, hours: { ...emptyBusiness.hours, monday: [{ from: "18:00", to: "09:00" }] } } },
      "changes.business.hours.monday.0",
    ],
    [{ colour: "red" }, "changes.colour"],
  ])("takes nothing that no version may have: %j", async (changes, field) => {
    const { revision } = await openDraft(db);
    await expect(saveDraft(db, { revision, changes: changes as object }, nadia)).rejects.toMatchObject({
      code: "invalid",
      details: { fields: { [field]: expect.any(String) } },
    });
  });

  test("takes no stand-in of another organisation, none twice, and not the model itself", async () => {
    const foreign = (await makeOrganization()).model.id;
    const { revision } = await openDraft(db);
    const refused = async (fallbackModelIds: string[], code: string) => {
      const changes = { fallbackModelIds };
      const field = (prefix: string) => ({
        code,
        details: { fields: { [`${prefix}fallbackModelIds`]: expect.any(String) } },
      });
      await expect(saveDraft(db, { revision, changes }, nadia)).rejects.toMatchObject(field("changes."));
      await expect(patchDraft(db, changes, nadia)).rejects.toMatchObject(field(""));
    };
    await refused([foreign], "not_found");
    await refused([foreign, foreign], "invalid");
    await refused([organization.model.id], "invalid");
  });

  test("takes no model of another organisation, and none that there never was, with the same answer", async () => {
    const { revision } = await openDraft(db);
    const foreign = (await makeOrganization()).model.id;
    for (const organizationModelId of [foreign, "00000000-0000-7000-8000-0000000000ff"]) {
      const refusal = (field: string) => ({
        code: "not_found",
        message: "There is no such model.",
        details: { fields: { [field]: "There is no such model." } },
      });
      await expect(patchDraft(db, { organizationModelId }, nadia)).rejects.toMatchObject(
        refusal("organizationModelId"),
      );
      await expect(saveDraft(db, { revision, changes: { organizationModelId } }, nadia)).rejects.toMatchObject(
        refusal("changes.organizationModelId"),
      );
    }
    expect(await openDraft(db)).toMatchObject({ revision, changed: [] });
  });

  test("is what is published again once it is discarded", async () => {
    const { revision } = await openDraft(db);
    await saveDraft(db, { revision, changes: { temperature: 1 } }, nadia);
    const discarded = await discardDraft(db, nadia);
    expect(discarded).toMatchObject({ changed: [], content: { temperature: null } });
    expect(discarded.revision).toBeGreaterThan(revision);
  });

  test("belongs to one organisation", async () => {
    const other = await makeOrganization({ systemPrompt: "Another desk." });
    const { revision } = await openDraft(other.db);
    await saveDraft(other.db, { revision, changes: { temperature: 1 } }, tom);
    expect((await openDraft(db)).content).toMatchObject({
      temperature: null,
      systemPrompt: expect.stringMatching(/^You/),
    });
  });
});

describe("two who edit at once", () => {
  test("keep both their changes when these are to different fields", async () => {
    const { revision } = await openDraft(db);
    await saveDraft(db, { revision, changes: { temperature: 0.5 } }, tom);
    const saved = await saveDraft(db, { revision, changes: { maxOutputTokens: 100 } }, nadia);
    expect(saved).toMatchObject({ content: { temperature: 0.5, maxOutputTokens: 100 }, conflicts: {} });
  });

  test("are told of the same field: the first stands, the second is not lost to them and can be kept", async () => {
    const { revision } = await openDraft(db);
    await saveDraft(db, { revision, changes: { fallbackText: "Tom’s." } }, tom);
    const saved = await saveDraft(db, { revision, changes: { fallbackText: "Nadia’s." } }, nadia);
    expect(saved).toMatchObject({
      content: { fallbackText: "Tom’s." },
      conflicts: { fallbackText: { theirs: "Tom’s.", by: "Tom", at: expect.any(Date) } },
    });
    const kept = await saveDraft(db, { revision: saved.revision, changes: { fallbackText: "Nadia’s." } }, nadia);
    expect(kept).toMatchObject({ content: { fallbackText: "Nadia’s." }, conflicts: {} });
  });

  test("may change different lines of the prompt, not the same one", async () => {
    const { revision, content } = await openDraft(db);
    const promptBefore = content.systemPrompt;
    await saveDraft(db, { revision, changes: { systemPrompt: promptBefore.replace("No discounts", "5 % off") } }, tom);
    const systemPrompt = promptBefore.replace("a desk", "the desk");
    expect(await saveDraft(db, { revision, changes: { systemPrompt }, promptBefore }, nadia)).toMatchObject({
      content: { systemPrompt: "You are the desk.\n\nBe brief.\n\n5 % off." },
      conflicts: {},
    });
    const same = promptBefore.replace("No discounts", "10 % off");
    expect(await saveDraft(db, { revision, changes: { systemPrompt: same }, promptBefore }, nadia)).toMatchObject({
      conflicts: { systemPrompt: { by: null } },
    });
  });

  test("see each other, and nobody of another organisation", async () => {
    const other = await makeOrganization();
    await meetEditors(other.db, { id: other.owner.id, name: "Stranger" }, null);
    await meetEditors(db, tom, "rules");
    expect(await meetEditors(db, nadia, null)).toEqual([{ userId: tom.id, name: "Tom", field: "rules" }]);
    await db.draftEditor.updateMany({ where: { userId: tom.id }, data: { seenAt: new Date(Date.now() - 60_000) } });
    expect(await meetEditors(db, nadia, null)).toEqual([]);
  });

  test.runIf(realPostgres)("lose nothing when they save in the same moment", async () => {
    const { revision } = await openDraft(db);
    const changes = [{ temperature: 0.1 }, { maxOutputTokens: 111 }, { settleMs: 111 }, { maxToolSteps: 3 }];
    await Promise.all(changes.map((each) => saveDraft(db, { revision, changes: each }, nadia)));
    expect((await openDraft(db)).content).toMatchObject(Object.assign({}, ...changes));
  });
});

describe("a version that is published beside the draft", () => {
  test("becomes the draft where nothing was changed", async () => {
    await openDraft(db);
    await updateWhatsAppApp(db, { systemPrompt: "Published over HTTP." }, organization.owner);
    expect(await openDraft(db)).toMatchObject({
      basedOn: 2,
      published: 2,
      changed: [],
      content: { systemPrompt: "Published over HTTP." },
    });
  });

  test("leaves what was changed in the draft, which says that it began from an older one", async () => {
    const { revision } = await openDraft(db);
    await saveDraft(db, { revision, changes: { temperature: 0.2 } }, nadia);
    await updateWhatsAppApp(db, { systemPrompt: "Published over HTTP." }, organization.owner);
    expect(await openDraft(db)).toMatchObject({
      basedOn: 1,
      published: 2,
      changed: ["temperature"],
      content: { systemPrompt: "Published over HTTP.", temperature: 0.2 },
    });
  });
});
