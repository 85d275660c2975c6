import { describe, expect, test } from "vitest";
import { makeOrganization } from "@/tests/make-organization";
import { listMessages } from "./list-messages";
import { makeConversation, makeReplyRun } from "./test-conversation";

describe("the messages of a conversation", () => {
  test("the newest comes first, and pages follow each other without a gap or a repeat", async () => {
    const organization = await makeOrganization();
    const conversation = await makeConversation(organization);
    for (const text of ["one", "two", "three", "four", "five"]) await conversation.hears(text);

    const first = await listMessages(organization.db, conversation.id, { limit: 2 });
    const second = await listMessages(organization.db, conversation.id, { cursor: first.nextCursor ?? "", limit: 3 });
    expect([...first.data, ...second.data].map((message) => message.text)).toEqual([
      "five",
      "four",
      "three",
      "two",
      "one",
    ]);
    expect(second.nextCursor).toBeNull();
  });

  test("a cursor that is no id is refused as invalid", async () => {
    const organization = await makeOrganization();
    const { id } = await makeConversation(organization);
    await expect(listMessages(organization.db, id, { cursor: "x", limit: 2 })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  test("another organisation's messages are not there", async () => {
    const [mine, theirs] = [await makeOrganization(), await makeOrganization()];
    const conversation = await makeConversation(theirs);
    await conversation.hears("secret");
    expect((await listMessages(mine.db, conversation.id, { limit: 10 })).data).toEqual([]);
  });

  test("files are named by their type alone: Twilio's address stays on the server", async () => {
    const organization = await makeOrganization();
    const conversation = await makeConversation(organization);
    const url = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1";
    await conversation.hears("look", { kind: "image", media: [{ url, contentType: "image/jpeg" }] });

    const page = await listMessages(organization.db, conversation.id, { limit: 1 });
    expect(page.data[0]?.media).toEqual([{ contentType: "image/jpeg" }]);
    expect(JSON.stringify(page)).not.toContain("api.twilio.com");
  });

  test("what the assistant is not given says so", async () => {
    const organization = await makeOrganization();
    const conversation = await makeConversation(organization);
    await conversation.hears("Hello", { seq: 1 });
    await conversation.hears("STOP");
    await conversation.says("Hello!");
    const { data } = await listMessages(organization.db, conversation.id, { limit: 3 });
    expect(data.map((message) => message.wantsAnswer)).toEqual([null, false, true]);
  });

  test("a place and a chosen button come along; extras of another form do no harm", async () => {
    const organization = await makeOrganization();
    const conversation = await makeConversation(organization);
    const location = { latitude: 51.5, longitude: -0.12, label: "The shop" };
    await conversation.hears("", { kind: "location", extras: { location } });
    await conversation.hears("Yes", { kind: "button", extras: { button: { text: "Yes", payload: "y" } } });
    await conversation.hears("odd", { extras: { location: "elsewhere", unknown: 1 } });

    const { data } = await listMessages(organization.db, conversation.id, { limit: 3 });
    expect(data.map((message) => message.extras)).toEqual([{}, { button: { text: "Yes" } }, { location }]);
  });

  test("a failure says why, with Twilio's code", async () => {
    const organization = await makeOrganization();
    const conversation = await makeConversation(organization);
    const errorMessage = "More than 24 hours since the customer's last message.";
    await conversation.says("Hello", { deliveryState: "failed", errorCode: 63016, errorMessage });
    const { data } = await listMessages(organization.db, conversation.id, { limit: 1 });
    expect(data[0]).toMatchObject({ deliveryState: "failed", error: { code: 63016, message: errorMessage } });
  });
});

describe("the receipt's stub", () => {
  test("it counts from the customer's last word to the call to Twilio, and hangs on the last part", async () => {
    const organization = await makeOrganization();
    const conversation = await makeConversation(organization);
    const asked = new Date("2026-11-20T10:42:00.000Z");
    const later = (ms: number) => new Date(asked.getTime() + ms);
    await conversation.hears("first", { seq: 1, createdAt: later(-9_000) });
    await conversation.hears("last", { seq: 2, createdAt: asked });
    const { id: replyRunId } = await makeReplyRun(organization, conversation.id, { turn: 2, costMicros: 28_981n });
    const answer = { replyRunId, turn: 2 };
    await conversation.says("part one", { ...answer, part: 0, attemptedAt: later(5_600) });
    await conversation.says("part two", { ...answer, part: 1, attemptedAt: later(7_000) });

    const { data } = await listMessages(organization.db, conversation.id, { limit: 10 });
    expect(data.map((message) => message.receipt)).toEqual([
      { runId: replyRunId, answerMs: 5_600, cost: { micros: 28_981, currency: "USD" }, verdict: null },
      null,
      null,
      null,
    ]);
    expect(data.map((message) => message.version)).toEqual([1, 1, null, null]);
  });

  test("it says nothing that is not known: not sent yet, and a model without a price", async () => {
    const organization = await makeOrganization();
    const conversation = await makeConversation(organization);
    await conversation.hears("hello", { seq: 1 });
    const { id: replyRunId } = await makeReplyRun(organization, conversation.id, { turn: 1 });
    await conversation.says("hi", { replyRunId, turn: 1, part: 0, deliveryState: "pending" });
    const { data } = await listMessages(organization.db, conversation.id, { limit: 10 });
    expect(data[0]?.receipt).toEqual({ runId: replyRunId, answerMs: null, cost: null, verdict: null });
  });
});
