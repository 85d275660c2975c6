import { expect, it } from "vitest";
import { commitReply } from "./commit-reply";
import { giveUpTurn } from "./give-up-turn";
import { conversationWith } from "./test-turn";

it("gives up a turn once, with the fallback text and for a person, and never one that was answered", async () => {
  const { db, claim, conversationId, outbound } = await conversationWith("Hi");
  const turn = await claim();
  await giveUpTurn(db, conversationId, 1);
  await giveUpTurn(db, conversationId, 1);
  expect(await commitReply(db, { ...turn, parts: ["Hello!"] })).toBe(false);
  expect(await outbound()).toMatchObject([{ text: "A person will answer you soon.", author: "system", turn: 1 }]);
  expect(await db.conversation.findFirst()).toMatchObject({ needsPersonAt: expect.any(Date), answeredSeq: 1 });
});

it("does not give up a turn to which the customer has added something: that has its own attempt", async () => {
  const { claim, write, db, conversationId, outbound } = await conversationWith("Hi");
  await claim();
  await write("Are you there?");
  await giveUpTurn(db, conversationId, 1);
  expect(await outbound()).toEqual([]);
  expect(await db.conversation.findFirst()).toMatchObject({ needsPersonAt: null, answeredSeq: 0 });
});

it("leaves the attempt at a newer message alone when an older message's job gives up late", async () => {
  const { claim, write, db, conversationId, outbound, outcomes } = await conversationWith("Hi");
  await write("Are you there?");
  await claim();
  await giveUpTurn(db, conversationId, 1);
  expect(await outbound()).toEqual([]);
  expect(await outcomes()).toEqual(["running"]);
});
