import { describe, expect, test } from "vitest";
import { makeOrganization } from "@/tests/make-organization";
import { getConversation } from "./get-conversation";
import { listConversations } from "./list-conversations";
import { makeConversation, makeReplyRun } from "./test-conversation";

const minute = 60_000;

describe("the list of conversations", () => {
  test("the one with the newest message comes first, with who it is and what was said last", async () => {
    const organization = await makeOrganization();
    const older = await makeConversation(organization, { lastMessageAt: new Date(Date.now() - minute) });
    const newer = await makeConversation(organization, { displayName: "Priya Nair", phone: "+447700900142" });
    await newer.hears("Is it ready?");
    await newer.says("Yes,\n\n it  is.", { deliveryState: "delivered" });

    const { data, nextCursor } = await listConversations(organization.db, { limit: 10 });
    expect(data.map((row) => row.id)).toEqual([newer.id, older.id]);
    expect(data[0]).toMatchObject({
      contact: { name: "Priya Nair", initials: "PN", address: "+44 7700 900142", hidden: false },
      lastMessage: { direction: "outbound", author: "assistant", text: "Yes, it is.", deliveryState: "delivered" },
      needsPerson: null,
      writing: false,
      failed: false,
    });
    expect(data[1]?.lastMessage).toBeNull();
    expect(nextCursor).toBeNull();
  });

  test("its pages follow each other without a gap or a repeat, also within one moment", async () => {
    const organization = await makeOrganization();
    const moments = [3, 2, 2, 2, 1].map((minutes) => new Date(Date.now() - minutes * minute));
    const made: string[] = [];
    for (const lastMessageAt of moments) made.push((await makeConversation(organization, { lastMessageAt })).id);

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listConversations(organization.db, { cursor, limit: 2 });
      expect(page.data.length).toBeLessThanOrEqual(2);
      seen.push(...page.data.map((row) => row.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(5);
    expect([...seen].sort()).toEqual([...made].sort());
    expect([seen[0], seen[4]]).toEqual([made[4], made[0]]);
  });

  test.each(["nonsense", "1_2", "99999999999999999_01890000-0000-7000-8000-000000000000"])(
    "the cursor %s is refused as invalid",
    async (cursor) => {
      const { db } = await makeOrganization();
      await expect(listConversations(db, { cursor, limit: 2 })).rejects.toMatchObject({ code: "invalid" });
    },
  );

  test("another organisation's conversations are neither listed nor found", async () => {
    const [mine, theirs] = [await makeOrganization(), await makeOrganization()];
    const conversation = await makeConversation(theirs);
    expect((await listConversations(mine.db, { limit: 10 })).data).toEqual([]);
    await expect(getConversation(mine.db, conversation.id)).rejects.toMatchObject({ code: "not_found" });
    expect((await getConversation(theirs.db, conversation.id)).id).toBe(conversation.id);
  });

  test("an address that is no id is not found", async () => {
    const { db } = await makeOrganization();
    await expect(getConversation(db, "'; drop table")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the state of a conversation", () => {
  test("it tells a person what for and since when one is needed", async () => {
    const organization = await makeOrganization();
    const since = new Date("2026-11-20T10:00:00Z");
    const { id } = await makeConversation(organization, {
      needsPersonReason: "Asked for one.",
      needsPersonSummary: "About the lamp.",
      needsPersonAt: since,
    });
    expect((await getConversation(organization.db, id)).needsPerson).toEqual({
      reason: "Asked for one.",
      summary: "About the lamp.",
      since,
    });
  });

  test("the assistant is writing while a run lasts, but not for a run that was cut short long ago", async () => {
    const organization = await makeOrganization();
    const { id } = await makeConversation(organization);
    const cutShort = new Date(Date.now() - 60 * minute);
    await makeReplyRun(organization, id, { outcome: "running", startedAt: cutShort });
    expect((await getConversation(organization.db, id)).writing).toBe(false);
    await makeReplyRun(organization, id, { outcome: "running" });
    expect((await getConversation(organization.db, id)).writing).toBe(true);
  });

  test("it failed when the last message did not arrive, and no longer once something follows", async () => {
    const organization = await makeOrganization();
    const conversation = await makeConversation(organization);
    await conversation.says("Hello", { deliveryState: "failed" });
    expect((await getConversation(organization.db, conversation.id)).failed).toBe(true);
    await conversation.hears("Are you there?");
    expect((await getConversation(organization.db, conversation.id)).failed).toBe(false);
  });

  test("it is unanswered while the customer's last turn has no answer", async () => {
    const organization = await makeOrganization();
    const asked = await makeConversation(organization, { inboundSeq: 3, answeredSeq: 2 });
    const answered = await makeConversation(organization, { inboundSeq: 3, answeredSeq: 3 });
    expect((await getConversation(organization.db, asked.id)).unanswered).toBe(true);
    expect((await getConversation(organization.db, answered.id)).unanswered).toBe(false);
  });

  test("a customer who hides the number is called by name, or said to be hidden", async () => {
    const organization = await makeOrganization();
    const named = await makeConversation(organization, { phone: null, displayName: "@kestrel.rides" });
    const nameless = await makeConversation(organization, { phone: null });
    expect((await getConversation(organization.db, named.id)).contact).toEqual({
      name: "@kestrel.rides",
      initials: "@k",
      address: "number hidden",
      hidden: true,
    });
    expect((await getConversation(organization.db, nameless.id)).contact).toMatchObject({
      name: "Number hidden",
      hidden: true,
    });
  });
});
