import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectPlugin } from "@/lib/plugins/plugins";
import { listTools, setTool } from "@/lib/plugins/tools";
import { startModels } from "@/local/models";
import { makeOrganization } from "@/tests/make-organization";
import { startToolServer } from "@/tests/tool-server";
import { openDraft } from "./open-draft";
import { saveDraft } from "./save-draft";
import type { Answering } from "./schema";
import { tryDraft } from "./try-draft";

let models: Awaited<ReturnType<typeof startModels>>;
beforeAll(async () => {
  models = await startModels();
});
afterAll(() => models.stop());

async function withDraft(changes: Partial<Answering> = {}) {
  const organization = await makeOrganization({ modelBaseUrl: models.baseUrl });
  const { db, owner } = organization;
  if (Object.keys(changes).length > 0)
    await saveDraft(db, { revision: (await openDraft(db)).revision, changes }, owner);
  const say = (...texts: string[]) =>
    tryDraft(
      db,
      {
        messages: texts.map((text, index) => ({
          from: index % 2 ? ("assistant" as const) : ("customer" as const),
          text,
        })),
      },
      owner.id,
    );
  return { ...organization, say };
}

describe("the test chat", () => {
  test("answers with the draft and tells what it took", async () => {
    const { say } = await withDraft();
    expect(await say("Hello, ref TRY1")).toMatchObject({
      parts: [expect.stringContaining("ref TRY1")],
      receipt: {
        model: "test-model",
        modelMs: expect.any(Number),
        inputTokens: expect.any(Number),
        outputTokens: expect.any(Number),
        costMicros: expect.any(Number),
        currency: "USD",
        finishReason: "stop",
      },
      problem: null,
    });
  });

  test("cuts a long answer as it would go out, and says the disclosure in the first answer only", async () => {
    const { say } = await withDraft({ disclosureText: "An assistant answers." });
    const first = await say("Tell me everything, the long story");
    expect(first.parts.length).toBeGreaterThan(1);
    expect(first.parts[0]).toMatch(/^An assistant answers\.\n\n/);
    expect((await say("Hi", "Hello", "ref TWO")).parts.join()).not.toContain("An assistant answers.");
  });

  test("keeps and sends nothing", async () => {
    const { db, say } = await withDraft();
    await say("Hello");
    expect(await db.message.count()).toBe(0);
    expect(await db.conversation.count()).toBe(0);
    expect(await db.replyRun.count()).toBe(0);
    expect(await db.outboxEvent.count()).toBe(0);
  });

  test("keeps each call that reaches a tool in the log, and no other", async () => {
    const { db, owner, say } = await withDraft();
    const shop = await startToolServer();
    const plugin = await connectPlugin(db, { name: "Shop", url: shop.url }, owner);
    for (const { name, hash } of await listTools(db, plugin.id))
      if (hash) await setTool(db, plugin.id, name, { permission: "allow", hash }, owner);
    const changes = { enabledPluginIds: [plugin.id], enabledTools: { [plugin.id]: ["look_up", "charge"] } };
    await saveDraft(db, { revision: (await openDraft(db)).revision, changes }, owner);
    const words = 'call shop__look_up {"order":"7"}; call shop__charge {"order":"7"}';
    await say(words);
    expect(await db.toolCall.findMany()).toMatchObject([{ toolName: "look_up", origin: "test", state: "done" }]);
    const messages = [{ from: "customer" as const, text: words }];
    const { receipt } = await tryDraft(db, { messages, act: true }, owner.id);
    expect(
      shop
        .callsFor("7")
        .map(({ tool }) => tool)
        .toSorted(),
    ).toEqual(["charge", "look_up", "look_up"]);
    const kept = await db.toolCall.findMany({ where: { toolName: "charge" } });
    expect(kept).toMatchObject([{ origin: "test", state: "done", output: expect.stringContaining("charge of 7") }]);
    expect(receipt?.rounds[0]?.tools.map(({ id }) => id)).toContain(kept[0]?.id);
    await shop.close();
  });

  test.each([
    ["bad key", "owner_must_fix", /refuses the key/],
    ["say nothing", "empty", /empty answer/],
    ["refuse", "refused", /declined/],
  ])("explains why there is no answer: %s", async (text, kind, sentence) => {
    const { say } = await withDraft();
    expect(await say(text)).toMatchObject({ parts: [], problem: { kind, sentence: expect.stringMatching(sentence) } });
  });

  test("stops after 20 messages in a minute, for this member of this organisation", async () => {
    const { db, say, owner } = await withDraft();
    await db.providerKey.updateMany({ data: { baseUrl: "http://127.0.0.1:9/v1" } });
    for (let count = 0; count < 20; count++) await say("Hi");
    await expect(say("Hi")).rejects.toMatchObject({ code: "too_many_requests" });
    const other = await makeOrganization();
    const messages = [{ from: "customer" as const, text: "Hi" }];
    expect(await tryDraft(other.db, { messages }, owner.id)).toMatchObject({ problem: { kind: "retry_later" } });
  });
});
