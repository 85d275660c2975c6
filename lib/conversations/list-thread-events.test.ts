import { describe, expect, test } from "vitest";
import { recordAudit } from "@/lib/audit/record-audit";
import { makeOrganization } from "@/tests/make-organization";
import { listConversations } from "./list-conversations";
import { listThreadEvents } from "./list-thread-events";
import { markReviewed } from "./mark-reviewed";
import { addNote, listNotes } from "./notes";
import { makeConversation } from "./test-conversation";

describe("what happened beside the messages", () => {
  test("are notes, published versions and pauses, in the order of the clock and of this organisation", async () => {
    const [organization, other] = [await makeOrganization(), await makeOrganization()];
    const { db, owner } = organization;
    const conversation = await makeConversation(organization);
    const colleague = await makeConversation(organization);
    await recordAudit(db, owner, { action: "assistant.paused", subject: "The assistant" });
    await recordAudit(db, owner, { action: "member.role_changed", subject: "Somebody" });
    await recordAudit(other.db, other.owner, { action: "assistant.resumed", subject: "The assistant" });
    await recordAudit(db, owner, { action: "assistant.kill_switch_on", subject: "The assistant" });
    await recordAudit(db, owner, { action: "assistant.kill_switch_off", subject: "The assistant" });
    await addNote(db, owner, conversation.id, "Regular customer");
    await addNote(db, owner, colleague.id, "Elsewhere");
    const events = await listThreadEvents(db, conversation.id, { from: new Date(0), to: null });
    expect(events).toMatchObject([
      { kind: "version", version: 1, by: "Olive Owner", restoredFrom: null },
      { kind: "paused", by: "Olive Owner" },
      { kind: "fixed", by: "Olive Owner" },
      { kind: "lifted", by: "Olive Owner" },
      { kind: "note", note: { text: "Regular customer", authorName: "Olive Owner" } },
    ]);
    const soon = new Date(Date.now() + 60_000);
    expect(await listThreadEvents(db, conversation.id, { from: soon, to: null })).toEqual([]);
  });
});

describe("notes and reviews", () => {
  test("nobody of another organisation leaves a note or reviews, or reads what is noted", async () => {
    const [mine, theirs] = [await makeOrganization(), await makeOrganization()];
    const { id } = await makeConversation(theirs);
    await addNote(theirs.db, theirs.owner, id, "Ours");
    const missing = { code: "not_found" };
    await expect(addNote(mine.db, mine.owner, id, "Not ours")).rejects.toMatchObject(missing);
    await expect(markReviewed(mine.db, mine.owner, id, true)).rejects.toMatchObject(missing);
    expect(await listNotes(mine.db, id)).toEqual([]);
    expect(await listNotes(theirs.db, id)).toMatchObject([{ text: "Ours" }]);
  });

  test("a review holds until the customer writes again, and can be taken back", async () => {
    const organization = await makeOrganization();
    const { db, owner } = organization;
    const { id } = await makeConversation(organization, { lastInboundAt: new Date(Date.now() - 60_000) });
    const reviewed = async () => (await listConversations(db, { limit: 1 })).data[0]?.reviewedAt !== null;
    await markReviewed(db, owner, id, true);
    expect(await reviewed()).toBe(true);
    await markReviewed(db, owner, id, false);
    expect(await reviewed()).toBe(false);
    await markReviewed(db, owner, id, true);
    await db.conversation.update({ where: { id }, data: { lastInboundAt: new Date(Date.now() + 1_000) } });
    expect(await reviewed()).toBe(false);
    const entries = await db.auditEntry.findMany({ orderBy: { id: "asc" }, select: { action: true } });
    expect(entries.map((entry) => entry.action)).toEqual([
      "conversation.reviewed",
      "conversation.review_undone",
      "conversation.reviewed",
    ]);
  });
});
