import { uuidv7 } from "uuidv7";
import { describe, expect, it } from "vitest";
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
