import { uuidv7 } from "uuidv7";
import { describe, expect, it } from "vitest";
import type { Prisma } from "@/generated/prisma/client";
import { makeOrganization } from "@/tests/make-organization";
import { claimTurn } from "./claim-turn";
import { commitReply } from "./commit-reply";
import { giveUpTurn } from "./give-up-turn";
import { conversationWith } from "./test-turn";

describe("the point of no return of an answer", () => {
  it("puts all parts on the timeline with one event, and a second time nothing", async () => {
    const { db, claim, outbound, outcomes } = await conversationWith("Hi", "Are you open?");
    const turn = await claim();
    expect(turn.turn).toBe(2);
    expect(await commitReply(db, { ...turn, parts: ["Yes.", "Until six."] })).toBe(true);
    expect(await commitReply(db, { ...turn, parts: ["Yes.", "Until six."] })).toBe(false);
    expect(await outbound()).toMatchObject([
      { text: "Yes.", turn: 2, part: 0, deliveryState: "pending" },
      { text: "Until six.", turn: 2, part: 1, deliveryState: "pending" },
    ]);
    expect(await db.outboxEvent.count({ where: { name: "conversation/outbound.ready" } })).toBe(1);
    expect(await outcomes()).toEqual(["answered"]);
    expect(await claimTurn(db, turn.conversationId, 0)).toBeNull();
  });

  it("drops an answer when the customer wrote again", async () => {
    const { db, claim, write, outbound, outcomes } = await conversationWith("Hi");
    const turn = await claim();
    await write("One more thing");
    expect(await commitReply(db, { ...turn, parts: ["Hello!"] })).toBe(false);
    expect(await outbound()).toEqual([]);
    expect(await outcomes()).toEqual(["superseded"]);
  });

  it("drops an answer when a person took over", async () => {
    const { db, claim, conversationId, outbound, outcomes } = await conversationWith("Hi");
    const turn = await claim();
    await db.conversation.update({ where: { id: conversationId }, data: { mode: "human" } });
    expect(await commitReply(db, { ...turn, parts: ["Hello!"] })).toBe(false);
    expect(await outbound()).toEqual([]);
    expect(await outcomes()).toEqual(["taken_over"]);
    expect(await claimTurn(db, conversationId, 0)).toBeNull();
  });

  it("goes on with the open attempt when the turn is claimed again, also in the same moment, and answers once", async () => {
    const { db, claim, outbound, outcomes } = await conversationWith("Hi");
    const turns = await Promise.all([claim(), claim(), claim()]);
    expect(new Set(turns.map(({ replyRunId }) => replyRunId)).size).toBe(1);
    const committed = await Promise.all(turns.map((turn) => commitReply(db, { ...turn, parts: ["Hello!"] })));
    expect(committed.filter(Boolean)).toHaveLength(1);
    expect(await outbound()).toHaveLength(1);
    expect(await outcomes()).toEqual(["answered"]);
  });

  it("begins anew when the customer wrote again, and for a version that was published meanwhile", async () => {
    const { organization, db, claim, write, outcomes } = await conversationWith("Hi");
    await claim();
    await write("One more thing");
    expect((await claim()).turn).toBe(2);
    const { id: _, ...content } = await db.appVersion.findFirstOrThrow();
    const next = { ...content, id: uuidv7(), number: content.number + 1 } as Prisma.AppVersionUncheckedCreateInput;
    await db.appVersion.create({ data: next });
    await db.whatsAppApp.update({ where: { id: organization.app.id }, data: { publishedVersionId: next.id ?? null } });
    await claim();
    expect(await outcomes()).toEqual(["superseded", "superseded", "running"]);
  });

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

  it("knows no turn of another organisation's conversation", async () => {
    const { conversationId } = await conversationWith("Hi");
    const stranger = await makeOrganization();
    expect(await claimTurn(stranger.db, conversationId, 0)).toBeNull();
    const reply = { conversationId, replyRunId: uuidv7(), turn: 1, parts: ["Hello!"] };
    expect(await commitReply(stranger.db, reply)).toBe(false);
    await giveUpTurn(stranger.db, conversationId, 1);
    expect(await stranger.db.message.count()).toBe(0);
  });
});

describe("the disclosure", () => {
  const firstParts = ["An assistant answers.\n\nYes.", "Until six."];
  const parts = ["Yes.", "Until six."];

  it("is said in the first answer to a customer and in no other", async () => {
    const { db, claim, write, outbound } = await conversationWith("Hi");
    await commitReply(db, { ...(await claim()), parts, firstParts });
    await write("And tomorrow?");
    await commitReply(db, { ...(await claim()), parts, firstParts });
    expect(await outbound()).toMatchObject([
      { text: firstParts[0], discloses: true },
      { text: "Until six.", discloses: false },
      { text: "Yes.", discloses: false },
      { text: "Until six." },
    ]);
  });

  it("is said again when the message that had it certainly did not arrive", async () => {
    const { db, claim, write, outbound } = await conversationWith("Hi");
    await commitReply(db, { ...(await claim()), parts: ["Yes."], firstParts });
    await db.message.updateMany({ where: { discloses: true }, data: { deliveryState: "failed" } });
    await write("Hello?");
    await commitReply(db, { ...(await claim()), parts, firstParts });
    expect((await outbound()).filter(({ discloses }) => discloses)).toHaveLength(2);
  });

  it("is said once however often one answer is committed", async () => {
    const { db, claim, outbound } = await conversationWith("Hi");
    const turn = await claim();
    await Promise.all([1, 2, 3].map(() => commitReply(db, { ...turn, parts, firstParts })));
    expect((await outbound()).filter(({ discloses }) => discloses)).toHaveLength(1);
  });
});
