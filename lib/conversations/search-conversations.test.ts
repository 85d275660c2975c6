import { beforeAll, describe, expect, test } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { listConversations } from "./list-conversations";
import { findReader, markRead } from "./reader";
import type { ConversationFilter } from "./schema";
import { makeConversation, makeReplyRun } from "./test-conversation";

const minute = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * minute);

let organization: TestOrganization;
let priya: Awaited<ReturnType<typeof makeConversation>>;
let marcus: Awaited<ReturnType<typeof makeConversation>>;

beforeAll(async () => {
  organization = await makeOrganization();
  priya = await makeConversation(organization, {
    displayName: "Priya Nair",
    phone: "+447700900142",
    lastMessageAt: ago(2),
  });
  marcus = await makeConversation(organization, { displayName: "Marcus O'Webb", lastMessageAt: ago(1) });
  await priya.hears("Is my Brompton (NC-2291) ready?");
  await priya.says("Yes, Zoë: collect it até amanhã at 100% of the price.");
  await marcus.hears("Do you have the brompton in blue?");
});

async function found(filter: ConversationFilter, reader?: Parameters<typeof listConversations>[2]) {
  const { data } = await listConversations(organization.db, { limit: 50, ...filter }, reader);
  return data.map((row) => row.id);
}

describe("a search", () => {
  test.each([
    ["a word in any letter case", "BROMPTON", ["marcus", "priya"]],
    ["the beginning of the last word", "is my bromp", ["priya"]],
    ["all words, wherever they stand", "price collect", ["priya"]],
    ["a reference with a dash", "NC-2291", ["priya"]],
    ["a word with accents", "zoë", ["priya"]],
    ["the beginning of a customer's name", "pri", ["priya"]],
    ["a name with an apostrophe", "o'webb", ["marcus"]],
    ["the end of a number", "900 142", ["priya"]],
    ["a number as it is written at home", "07700 900142", ["priya"]],
    ["a whole number", "+44 7700 900142", ["priya"]],
    ["nothing that is said nowhere", "unicycle", []],
    ["no part from the middle of a word", "rompton", []],
    ["nothing for signs alone", "?!", []],
    ["nothing for signs that are operators of a query", "brompton & | ! :* <-> zzz", []],
    ["nothing for a quote that is not closed", "' \\", []],
  ])("finds %s", async (_, q, names) => {
    const ids = { priya: priya.id, marcus: marcus.id };
    expect(await found({ q })).toEqual(names.map((name) => ids[name as keyof typeof ids]));
  });

  test("finds a word that is said everywhere, with every other filter", async () => {
    const everywhere = await makeOrganization();
    const { organizationId, db } = everywhere;
    const often = await makeConversation(everywhere, { lastMessageAt: ago(1), reviewedAt: new Date() });
    const once = await makeConversation(everywhere, { lastMessageAt: ago(2) });
    const never = await makeConversation(everywhere, { lastMessageAt: ago(3) });
    const said = { organizationId, conversationId: often.id, text: "A zebra" };
    const customers = { direction: "inbound", author: "customer", deliveryState: "received" } as const;
    await db.message.createMany({ data: Array.from({ length: 3_001 }, () => ({ ...said, ...customers })) });
    await once.says("One zebra", { deliveryState: "failed", createdAt: ago(60) });
    await never.says("No animal", { deliveryState: "failed" });
    for (const { id } of [once, never]) await makeReplyRun(everywhere, id);
    const found = async (filter: ConversationFilter) =>
      (await listConversations(db, { limit: 50, ...filter })).data.map((row) => row.id);
    expect(await found({ q: "zebra" })).toEqual([often.id, once.id]);
    expect(await found({ q: "zebra", failed: true })).toEqual([once.id]);
    expect(await found({ q: "zebra", failed: false })).toEqual([often.id]);
    expect(await found({ q: "zebra", version: 1 })).toEqual([once.id]);
    expect(await found({ q: "zebra", to: ago(30) })).toEqual([]);
    expect(await found({ q: "zebra", from: ago(30) })).toEqual([often.id]);
    expect(await found({ q: "zebra", status: "unreviewed", failed: true })).toEqual([once.id]);
  });

  test("never finds what another organisation's customers said, nor their names and numbers", async () => {
    const other = await makeOrganization();
    for (const q of ["brompton", "priya", "900142"]) {
      expect((await listConversations(other.db, { limit: 50, q })).data).toEqual([]);
    }
  });

  test("its pages follow each other without a gap or a repeat, also when somebody else writes meanwhile", async () => {
    const shop = await makeOrganization();
    const made: string[] = [];
    for (let i = 0; i < 5; i++) {
      const conversation = await makeConversation(shop, { lastMessageAt: ago(10 + i) });
      await conversation.hears("the same question");
      made.push(conversation.id);
    }
    const first = await listConversations(shop.db, { limit: 2, q: "question" });
    const newcomer = await makeConversation(shop);
    await newcomer.hears("the same question");
    const second = await listConversations(shop.db, { limit: 3, q: "question", cursor: first.nextCursor ?? "" });
    expect([...first.data, ...second.data].map((row) => row.id)).toEqual(made);
    expect(second.nextCursor).toBeNull();
  });
});

describe("a filter", () => {
  test("keeps the conversations that wait for a person, are without an answer, or are reviewed", async () => {
    const shop = await makeOrganization();
    const waiting = await makeConversation(shop, { needsPersonReason: "Asked.", needsPersonAt: ago(1) });
    const unanswered = await makeConversation(shop, { inboundSeq: 2, answeredSeq: 1 });
    const reviewed = await makeConversation(shop, { lastInboundAt: ago(2), reviewedAt: ago(1) });
    const wroteSince = await makeConversation(shop, { lastInboundAt: ago(1), reviewedAt: ago(2) });
    const by = async (status: ConversationFilter["status"]) =>
      (await listConversations(shop.db, { limit: 50, status })).data.map((row) => row.id).sort();
    expect(await by("waiting")).toEqual([waiting.id]);
    expect(await by("unanswered")).toEqual([unanswered.id]);
    expect(await by("reviewed")).toEqual([reviewed.id]);
    expect(await by("unreviewed")).toEqual([waiting.id, unanswered.id, wroteSince.id].sort());
  });

  test("keeps those whose last words met a pause or the kill switch", async () => {
    const met = await makeConversation(organization, { inboundSeq: 2, lastMessageAt: ago(60) });
    const wentOn = await makeConversation(organization, { inboundSeq: 3, lastMessageAt: ago(60) });
    const fixed = await makeConversation(organization, { inboundSeq: 1, lastMessageAt: ago(61) });
    await makeReplyRun(organization, met.id, { turn: 2, outcome: "paused" });
    await makeReplyRun(organization, fixed.id, { turn: 1, outcome: "fixed" });
    await makeReplyRun(organization, wentOn.id, { turn: 2, outcome: "paused" });
    await makeReplyRun(organization, wentOn.id, { turn: 3 });
    expect(await found({ status: "paused" })).toEqual([met.id, fixed.id]);
  });

  test("keeps those with a message that did not arrive, or those without", async () => {
    const shop = await makeOrganization();
    const failed = await makeConversation(shop);
    await failed.says("Hello", { deliveryState: "failed" });
    await failed.hears("Are you there?");
    const fine = await makeConversation(shop);
    await fine.says("Hello");
    const by = async (value: boolean) =>
      (await listConversations(shop.db, { limit: 50, failed: value })).data.map((row) => row.id);
    expect(await by(true)).toEqual([failed.id]);
    expect(await by(false)).toEqual([fine.id]);
  });

  test("keeps those in which a version or a model answered", async () => {
    const { db, organizationId, version, providerKey, model } = organization;
    const { id: organizationModelId } = await db.organizationModel.create({
      data: { organizationId, providerKeyId: providerKey.id, model: "other-model", label: "Other" },
    });
    const { id: appVersionId } = await db.appVersion.create({
      data: { ...version, business: {}, enabledTools: {}, id: undefined, number: 2, organizationModelId },
    });
    const answered = await makeConversation(organization, { lastMessageAt: ago(60) });
    await makeReplyRun(organization, answered.id, { appVersionId });
    const failed = await makeConversation(organization, { lastMessageAt: ago(60) });
    await makeReplyRun(organization, failed.id, { appVersionId, outcome: "failed" });
    expect(await found({ model: "other-model" })).toEqual([answered.id]);
    expect(await found({ version: 2 })).toEqual([answered.id]);
    expect(await found({ version: 2, model: model.model })).toEqual([]);
    expect(await found({ version: 3 })).toEqual([]);
  });

  test("keeps those with messages in a stretch of time, its end not included", async () => {
    const noon = new Date("2026-03-01T12:00:00Z");
    const conversation = await makeConversation(organization, { createdAt: noon });
    await conversation.hears("hello", { createdAt: noon });
    const hour = (hours: number) => new Date(noon.getTime() + hours * 60 * minute);
    expect(await found({ from: noon, to: hour(1) })).toEqual([conversation.id]);
    expect(await found({ from: hour(-1), to: noon })).toEqual([]);
    expect(await found({ from: hour(1), to: hour(2) })).toEqual([]);
  });

  test("several of them hold together, with a search as well", async () => {
    expect(await found({ q: "brompton", status: "unreviewed", channel: "whatsapp" })).toEqual([marcus.id, priya.id]);
    expect(await found({ q: "brompton", status: "reviewed" })).toEqual([]);
    expect(await found({ q: "brompton", ids: [priya.id] })).toEqual([priya.id]);
  });
});

describe("what is unread", () => {
  test("is what the customer wrote since the member last looked, for each member by themselves", async () => {
    const shop = await makeOrganization();
    const { db, owner } = shop;
    const joined = await findReader(db, owner.id);
    if (!joined) throw new Error("the owner is a member");
    const later = (ms: number) => new Date(joined.since.getTime() + ms);
    const old = await makeConversation(shop, { lastInboundAt: later(-1_000) });
    const fresh = await makeConversation(shop, { lastInboundAt: later(1_000) });
    const unread = async (reader = joined) =>
      (await listConversations(db, { limit: 50 }, reader)).data.filter((row) => row.unread).map((row) => row.id);
    const filtered = async (reader = joined) =>
      (await listConversations(db, { limit: 50, status: "unread" }, reader)).data.map((row) => row.id);

    expect([await unread(), await filtered()]).toEqual([[fresh.id], [fresh.id]]);
    await markRead(db, fresh.id, owner.id, later(2_000));
    await markRead(db, fresh.id, owner.id, later(500));
    expect([await unread(), await filtered()]).toEqual([[], []]);
    const colleague = { userId: crypto.randomUUID(), since: joined.since };
    expect([await unread(colleague), await filtered(colleague)]).toEqual([[fresh.id], [fresh.id]]);
    await db.conversation.update({ where: { id: fresh.id }, data: { lastInboundAt: later(3_000) } });
    expect([await unread(), await filtered()]).toEqual([[fresh.id], [fresh.id]]);
    expect(old.id).not.toBe(fresh.id);
  });

  test("is nothing to somebody who is no member", async () => {
    expect(await findReader(organization.db, crypto.randomUUID())).toBeUndefined();
    expect(await findReader(organization.db, null)).toBeUndefined();
    expect(await found({ status: "unread" })).toEqual([]);
  });
});
