import { beforeAll, describe, expect, it } from "vitest";
import { setContactFields } from "@/lib/contacts/contact-fields";
import { getConversation } from "@/lib/conversations/get-conversation";
import { makeConversation } from "@/lib/conversations/test-conversation";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { callByName, toolContext } from "../test-context";

describe("the contact of a conversation", () => {
  let shop: TestOrganization;
  beforeAll(async () => {
    shop = await makeOrganization();
  });

  const read = (conversationId: string | null, as = shop) =>
    callByName("contact", "get_contact", {}, toolContext(as, conversationId));
  const set = (conversationId: string | null, fields: object, as = shop) =>
    callByName("contact", "set_contact_fields", { fields }, toolContext(as, conversationId));

  it("is given with name, number and what is noted, and nobody else's", async () => {
    await makeConversation(shop, { displayName: "Marcus" });
    const { id } = await makeConversation(shop, { displayName: "Priya", phone: "+447700900142" });
    await set(id, { order_number: "4711", language: "en" });
    expect(await read(id)).toEqual({
      name: "Priya",
      phone: "+447700900142",
      knownSince: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      fields: { order_number: "4711", language: "en" },
    });
  });

  it("has no number where WhatsApp hides it", async () => {
    const { id } = await makeConversation(shop, { phone: null });
    expect(await read(id)).toMatchObject({ name: null, phone: null, fields: {} });
  });

  it("keeps the fields that are not named, and loses those that are null", async () => {
    const { id } = await makeConversation(shop);
    await set(id, { language: "en", order_number: "4711" });
    expect(await set(id, { order_number: null, nickname: "Pri" })).toEqual({
      fields: { language: "en", nickname: "Pri" },
    });
    expect((await getConversation(shop.db, id)).contactFields).toEqual({ language: "en", nickname: "Pri" });
  });

  it("keeps what several calls note at the same time", async () => {
    const { id } = await makeConversation(shop);
    await Promise.all(["a", "b", "c", "d"].map((name) => set(id, { [name]: name })));
    expect(await read(id)).toMatchObject({ fields: { a: "a", b: "b", c: "c", d: "d" } });
  });

  it("tells open pages that something changed", async () => {
    const { id, updatedAt } = await makeConversation(shop, { updatedAt: new Date(0) });
    await set(id, { language: "en" });
    const changed = await shop.db.conversation.findUniqueOrThrow({ where: { id } });
    expect(changed.updatedAt.getTime()).toBeGreaterThan(updatedAt.getTime());
  });

  it("has at most thirty fields", async () => {
    const { id, contactId } = await makeConversation(shop);
    const thirty = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`field_${index}`, "x"]));
    await setContactFields(shop.db, contactId, thirty);
    await expect(set(id, { one_more: "x" })).rejects.toThrow(/at most 30 fields/);
    expect(await set(id, { one_more: "x", field_0: null })).toMatchObject({ fields: { one_more: "x" } });
  });

  it.each([
    ["a name that begins with a digit", { "4ever": "x" }],
    ["a name with capitals", { Name: "x" }],
    ["a name that JavaScript knows", { __proto__x: "x" }],
    ["a name of 41 letters", { [`a${"b".repeat(40)}`]: "x" }],
    ["a value of 501 characters", { note: "x".repeat(501) }],
    ["a value that is no text", { note: 1 }],
    ["nothing", {}],
  ])("refuses %s", async (_, fields) => {
    const { id } = await makeConversation(shop);
    await expect(set(id, fields)).rejects.toThrow();
    expect(await read(id)).toMatchObject({ fields: {} });
  });

  it("is not found by another organisation, nor outside a conversation", async () => {
    const { id } = await makeConversation(shop);
    const stranger = await makeOrganization();
    await expect(read(id, stranger)).rejects.toMatchObject({ code: "not_found" });
    await expect(set(id, { language: "en" }, stranger)).rejects.toMatchObject({ code: "not_found" });
    await expect(read(null)).rejects.toMatchObject({ code: "not_found" });
    expect(await read(id)).toMatchObject({ fields: {} });
  });
});
