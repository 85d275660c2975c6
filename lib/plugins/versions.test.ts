import { beforeEach, describe, expect, test } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { openDraft } from "../assistant/open-draft";
import { publishDraft, rollBack } from "../assistant/publish-draft";
import { patchDraft, saveDraft } from "../assistant/save-draft";
import { updateWhatsAppApp } from "../channels/whatsapp-app";
import { deletePlugin } from "./plugins";
import { startMcpServer, tool } from "./test-mcp-server";
import { connectTicked } from "./test-ticked";

let organization: TestOrganization;
let pluginId: string;

beforeEach(async () => {
  organization = await makeOrganization();
  const server = await startMcpServer({ tools: [tool("look"), tool("listen")] });
  pluginId = await connectTicked(organization, server.url);
  await server.stop();
});

const filled = () => ({ enabledPluginIds: [pluginId], enabledTools: { [pluginId]: ["listen", "look"] } });

describe("a version that enables a plugin", () => {
  test("has its ticked tools, by form", async () => {
    const { db, owner } = organization;
    const saved = await saveDraft(db, { revision: 0, changes: { enabledPluginIds: [pluginId] } }, owner);
    expect(saved.content).toMatchObject(filled());
    expect(saved.changed).toEqual(["enabledPluginIds", "enabledTools"]);
  });

  test("has them by PATCH /assistant/draft, and those that are named when they are", async () => {
    const { db, owner } = organization;
    expect((await patchDraft(db, { enabledPluginIds: [pluginId] }, owner)).content).toMatchObject(filled());
    const one = await patchDraft(db, { enabledTools: { [pluginId]: ["look"] } }, owner);
    expect(one.content.enabledTools).toEqual({ [pluginId]: ["look"] });
    const none = await patchDraft(db, { enabledPluginIds: [] }, owner);
    expect(none.content).toMatchObject({ enabledPluginIds: [], enabledTools: {} });
  });

  test("has them by PATCH /whatsapp-app", async () => {
    const { db, owner } = organization;
    await updateWhatsAppApp(db, { enabledPluginIds: [pluginId] }, owner);
    const app = await db.whatsAppApp.findFirstOrThrow({ include: { publishedVersion: true } });
    expect(app.publishedVersion).toMatchObject(filled());
  });

  test("cannot enable another organisation's, by any of these ways", async () => {
    const { db, owner } = await makeOrganization();
    const enabledPluginIds = [pluginId];
    const notThere = (field: string) => ({ code: "not_found", details: { fields: { [field]: expect.any(String) } } });
    await expect(patchDraft(db, { enabledPluginIds }, owner)).rejects.toMatchObject(notThere("enabledPluginIds"));
    await expect(updateWhatsAppApp(db, { enabledPluginIds }, owner)).rejects.toMatchObject(
      notThere("enabledPluginIds"),
    );
    const saved = saveDraft(db, { revision: 0, changes: { enabledPluginIds } }, owner);
    await expect(saved).rejects.toMatchObject(notThere("changes.enabledPluginIds"));
  });
});

describe("a plugin that was deleted", () => {
  test("makes no version where it was all that was changed", async () => {
    const { db, owner } = organization;
    await patchDraft(db, { enabledPluginIds: [pluginId] }, owner);
    await deletePlugin(db, pluginId, owner);
    await expect(publishDraft(db, {}, owner)).rejects.toMatchObject({
      code: "invalid",
      message: "Nothing is changed since version 1.",
    });
  });

  test("keeps nobody from going back to a version that had it", async () => {
    const { db, owner } = organization;
    await patchDraft(db, { enabledPluginIds: [pluginId] }, owner);
    const { id } = await publishDraft(db, {}, owner);
    await patchDraft(db, { enabledPluginIds: [] }, owner);
    await publishDraft(db, {}, owner);
    await deletePlugin(db, pluginId, owner);
    expect(await rollBack(db, id, {}, owner)).toMatchObject({ number: 4 });
    expect((await openDraft(db)).content.enabledPluginIds).toEqual([pluginId]);
  });
});
