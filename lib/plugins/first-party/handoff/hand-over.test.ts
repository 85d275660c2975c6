import { beforeAll, describe, expect, it } from "vitest";
import { exportConversations } from "@/lib/conversations/export-conversations";
import { getConversation } from "@/lib/conversations/get-conversation";
import { markReviewed } from "@/lib/conversations/mark-reviewed";
import { makeConversation } from "@/lib/conversations/test-conversation";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { callByName, toolContext } from "../test-context";

const because = { reason: "Wants a refund.", summary: "Ordered a lamp on Monday; it came broken." };

describe("handing over to a person", () => {
  let shop: TestOrganization;
  beforeAll(async () => {
    shop = await makeOrganization();
  });

  const handOver = (conversationId: string, context = toolContext(shop, conversationId), input: object = because) =>
    callByName("handoff", "hand_over", input, context);

  it("flags the conversation with reason and summary, and leaves it to the assistant", async () => {
    const { id } = await makeConversation(shop);
    expect(await handOver(id)).toMatchObject({ handedOver: true });
    expect((await getConversation(shop.db, id)).needsPerson).toEqual({ ...because, since: expect.any(Date) });
    expect(await shop.db.conversation.findUnique({ where: { id } })).toMatchObject({ mode: "bot" });
  });

  it("says the same when it is met twice, and does not begin the wait again", async () => {
    const { id } = await makeConversation(shop);
    const context = toolContext(shop, id);
    const first = await handOver(id, context);
    const { needsPerson } = await getConversation(shop.db, id);
    expect(await handOver(id, context)).toEqual(first);
    expect((await getConversation(shop.db, id)).needsPerson).toEqual(needsPerson);
  });

  it("tells the newest reason of somebody who has waited since earlier", async () => {
    const since = new Date("2026-11-20T10:00:00Z");
    const { id } = await makeConversation(shop, {
      needsPersonAt: since,
      needsPersonReason: "The assistant is paused.",
    });
    await handOver(id);
    expect((await getConversation(shop.db, id)).needsPerson).toEqual({ ...because, since });
  });

  it("stands in exports until somebody has marked the conversation reviewed", async () => {
    const { id } = await makeConversation(shop);
    await handOver(id);
    const exported = async () => {
      const file = await exportConversations(shop.db, shop.owner, { format: "json", filter: { ids: [id] } });
      return (await file.json()).conversations[0];
    };
    expect(await exported()).toMatchObject({ needsPerson: because.reason, needsPersonSummary: because.summary });
    await markReviewed(shop.db, shop.owner, id, true);
    expect(await exported()).toMatchObject({ needsPerson: null, needsPersonSummary: null });
  });

  it("opens a conversation again that was reviewed before", async () => {
    const { id } = await makeConversation(shop);
    await markReviewed(shop.db, shop.owner, id, true);
    await handOver(id);
    expect(await getConversation(shop.db, id)).toMatchObject({ reviewedAt: null, needsPerson: because });
    await markReviewed(shop.db, shop.owner, id, true);
    expect((await getConversation(shop.db, id)).needsPerson).toBeNull();
  });

  it("is not done without a reason, nor in another organisation's conversation", async () => {
    const { id } = await makeConversation(shop);
    await expect(handOver(id, undefined, { ...because, reason: " " })).rejects.toThrow();
    await expect(handOver(id, toolContext(await makeOrganization(), id))).rejects.toMatchObject({ code: "not_found" });
    expect((await getConversation(shop.db, id)).needsPerson).toBeNull();
  });
});
