import { describe, expect, it } from "vitest";
import { getKillSwitch, liftKillSwitch, throwKillSwitch } from "@/lib/assistant/kill-switch";
import { pauseAssistant, resumeAssistant } from "@/lib/assistant/pause-assistant";
import { claimTurn } from "./claim-turn";
import { commitReply } from "./commit-reply";
import { giveUpTurn } from "./give-up-turn";
import { conversationWith } from "./test-turn";
import { findUnanswered, settleWait } from "./unanswered";

describe("while the assistant is paused", () => {
  it("a message is answered by nobody: the customer gets the text once a pause, and a person is asked for", async () => {
    const { organization, db, conversationId, write, outbound, outcomes } = await conversationWith("Hi");
    await pauseAssistant(db, { text: "We are away." }, organization.owner);
    expect(await claimTurn(db, conversationId, 0)).toBeNull();
    await write("Hello?");
    expect(await claimTurn(db, conversationId, 0)).toBeNull();
    expect(await outbound()).toMatchObject([{ text: "We are away.", author: "system", turn: 1 }]);
    expect(await outcomes()).toEqual(["paused", "paused"]);
    expect(await db.conversation.findFirst()).toMatchObject({
      answeredSeq: 2,
      needsPersonAt: expect.any(Date),
      needsPersonReason: "The assistant is paused.",
    });

    await resumeAssistant(db, organization.owner);
    await pauseAssistant(db, { text: "Away again." }, organization.owner);
    await write("Anybody?");
    await claimTurn(db, conversationId, 0);
    expect((await outbound()).map(({ text }) => text)).toEqual(["We are away.", "Away again."]);
  });

  it("the customer gets nothing when there is no text", async () => {
    const { organization, db, conversationId, outbound } = await conversationWith("Hi");
    await pauseAssistant(db, {}, organization.owner);
    expect(await claimTurn(db, conversationId, 0)).toBeNull();
    expect(await outbound()).toEqual([]);
    expect(await db.conversation.findFirst()).toMatchObject({ needsPersonAt: expect.any(Date) });
  });

  it("an answer that was being written when the pause came is not sent", async () => {
    const { organization, db, claim, outbound, outcomes } = await conversationWith("Hi");
    const turn = await claim();
    await pauseAssistant(db, { text: "We are away." }, organization.owner);
    expect(await commitReply(db, { ...turn, parts: ["Hello!"] })).toBe(false);
    expect(await commitReply(db, { ...turn, parts: ["Hello!"] })).toBe(false);
    expect((await outbound()).map(({ text }) => text)).toEqual(["We are away."]);
    expect(await outcomes()).toEqual(["paused"]);
  });

  it("an answer that failed gives the pause's text and not the fallback", async () => {
    const { organization, db, claim, conversationId, outbound } = await conversationWith("Hi");
    await claim();
    await pauseAssistant(db, { text: "We are away." }, organization.owner);
    await giveUpTurn(db, conversationId, 1);
    expect((await outbound()).map(({ text }) => text)).toEqual(["We are away."]);
  });

  it("a conversation that a person has taken over is left to them", async () => {
    const { organization, db, conversationId, outbound } = await conversationWith("Hi");
    await db.conversation.update({ where: { id: conversationId }, data: { mode: "human" } });
    await pauseAssistant(db, { text: "We are away." }, organization.owner);
    expect(await claimTurn(db, conversationId, 0)).toBeNull();
    expect(await outbound()).toEqual([]);
  });

  it("what came during the pause is a person's: the assistant answers from the next message on", async () => {
    const { organization, db, conversationId, claim, write } = await conversationWith("Hi");
    await pauseAssistant(db, {}, organization.owner);
    await claimTurn(db, conversationId, 0);
    await resumeAssistant(db, organization.owner);
    expect(await claimTurn(db, conversationId, 0)).toBeNull();
    await write("Are you back?");
    expect((await claim()).turn).toBe(2);
  });

  it("the audit log knows who paused and who resumed, once each", async () => {
    const { organization, db } = await conversationWith("Hi");
    await pauseAssistant(db, { text: "Away." }, organization.owner);
    await pauseAssistant(db, { text: "Away." }, organization.owner);
    await resumeAssistant(db, organization.owner);
    await resumeAssistant(db, organization.owner);
    const entries = await db.auditEntry.findMany({ orderBy: { id: "asc" } });
    expect(entries.map(({ action, actorName }) => [action, actorName])).toEqual([
      ["assistant.paused", organization.owner.name],
      ["assistant.resumed", organization.owner.name],
    ]);
  });
});

describe("while the kill switch is on", () => {
  /** Thrown in another process, which has not come to this conversation yet. */
  const turnFixed = (db: Awaited<ReturnType<typeof conversationWith>>["db"]) =>
    db.whatsAppApp.updateMany({ data: { mode: "fixed", fixedText: "A person answers." } });

  it("every turn is answered with the fixed text, and a person is asked for", async () => {
    const { organization, db, conversationId, write, outbound, outcomes } = await conversationWith("Hi");
    await throwKillSwitch(db, { text: "A person answers." }, organization.owner);
    await write("Hello?");
    expect(await claimTurn(db, conversationId, 0)).toBeNull();
    expect(await outbound()).toMatchObject([
      { text: "A person answers.", author: "system", turn: 1 },
      { text: "A person answers.", author: "system", turn: 2 },
    ]);
    expect(await outcomes()).toEqual(["fixed", "fixed"]);
    expect(await db.conversation.findFirst()).toMatchObject({ needsPersonReason: "The kill switch is on." });
  });

  it("an answer that was being written when it was thrown gives way to the text", async () => {
    const { db, claim, outbound, outcomes } = await conversationWith("Hi");
    const turn = await claim();
    await turnFixed(db);
    expect(await commitReply(db, { ...turn, parts: ["Hello!"] })).toBe(false);
    expect(await commitReply(db, { ...turn, parts: ["Hello!"] })).toBe(false);
    expect((await outbound()).map(({ text }) => text)).toEqual(["A person answers."]);
    expect(await outcomes()).toEqual(["fixed"]);
  });

  it("nobody waits for a job: a turn that is settling, under way or waiting to try again ends when it is thrown", async () => {
    const settling = await conversationWith("Hi");
    await throwKillSwitch(settling.db, { text: "A person answers." }, settling.organization.owner);
    expect(await settling.outbound()).toMatchObject([{ text: "A person answers.", turn: 1 }]);
    const underWay = await conversationWith("Hi");
    await underWay.claim();
    await throwKillSwitch(underWay.db, { text: "A person answers." }, underWay.organization.owner);
    expect(await underWay.outbound()).toMatchObject([{ text: "A person answers.", turn: 1 }]);
    for (const { db, conversationId, outcomes, outbound } of [settling, underWay]) {
      expect(await outcomes()).toEqual(["fixed"]);
      await giveUpTurn(db, conversationId, 1);
      expect(await claimTurn(db, conversationId, 0)).toBeNull();
      expect(await outbound()).toHaveLength(1);
    }
  });

  it("an answer that failed gives the fixed text and not the fallback", async () => {
    const { db, claim, conversationId, outbound } = await conversationWith("Hi");
    await claim();
    await turnFixed(db);
    await giveUpTurn(db, conversationId, 1);
    expect((await outbound()).map(({ text }) => text)).toEqual(["A person answers."]);
  });

  it("nobody waits long for more of the customer's words", async () => {
    const { organization, db, conversationId, write } = await conversationWith("Hi");
    await db.appVersion.update({ where: { id: organization.version.id }, data: { settleMs: 8_000 } });
    const wait = async () => {
      const unanswered = await findUnanswered(db, conversationId);
      return unanswered ? settleWait(unanswered, unanswered.messages.at(-1)?.createdAt.getTime()) : null;
    };
    expect(await wait()).toBe(8_000);
    await throwKillSwitch(db, {}, organization.owner);
    await write("Hello?");
    expect(await wait()).toBe(1_000);
  });

  it("a conversation that a person has taken over is left to them", async () => {
    const { organization, db, conversationId, outbound } = await conversationWith("Hi");
    await db.conversation.update({ where: { id: conversationId }, data: { mode: "human" } });
    await throwKillSwitch(db, {}, organization.owner);
    expect(await claimTurn(db, conversationId, 0)).toBeNull();
    expect(await outbound()).toEqual([]);
  });

  it("a pause that takes its place says its own text, once", async () => {
    const { organization, db, conversationId, write, outbound } = await conversationWith("Hi");
    await throwKillSwitch(db, { text: "A person answers." }, organization.owner);
    await claimTurn(db, conversationId, 0);
    await pauseAssistant(db, { text: "We are away." }, organization.owner);
    for (const text of ["Hello?", "Anybody?"]) {
      await write(text);
      await claimTurn(db, conversationId, 0);
    }
    expect((await outbound()).map(({ text }) => text)).toEqual(["A person answers.", "We are away."]);
  });

  it("its text is the last one, and at first what the assistant says when it cannot answer", async () => {
    const { organization, db } = await conversationWith("Hi");
    const { owner } = organization;
    expect(await getKillSwitch(db)).toEqual({
      on: false,
      since: null,
      byId: null,
      text: organization.version.fallbackText,
    });
    expect(await throwKillSwitch(db, {}, owner)).toMatchObject({
      on: true,
      since: expect.any(Date),
      byId: owner.id,
      text: organization.version.fallbackText,
    });
    await throwKillSwitch(db, { text: "Back on Monday." }, owner);
    await liftKillSwitch(db, owner);
    expect(await throwKillSwitch(db, { text: " " }, owner)).toMatchObject({ on: true, text: "Back on Monday." });
    await db.whatsAppApp.updateMany({ data: { mode: "open", publishedVersionId: null, fixedText: null } });
    await expect(throwKillSwitch(db, {}, owner)).rejects.toMatchObject({ code: "invalid" });
  });

  it("it is lifted by itself, and a pause by itself", async () => {
    const { organization, db } = await conversationWith("Hi");
    const { owner } = organization;
    const mode = async () => (await db.whatsAppApp.findFirst())?.mode;
    await throwKillSwitch(db, {}, owner);
    expect(await resumeAssistant(db, owner)).toMatchObject({ paused: false, pausedAt: null });
    expect(await mode()).toBe("fixed");
    await liftKillSwitch(db, owner);
    expect(await mode()).toBe("open");
    await pauseAssistant(db, {}, owner);
    expect(await liftKillSwitch(db, owner)).toMatchObject({ on: false });
    expect(await mode()).toBe("paused");
  });

  it("the audit log knows who threw it, changed its text and lifted it, once each", async () => {
    const { organization, db } = await conversationWith("Hi");
    const { owner } = organization;
    for (const text of ["One.", "One.", "Two."]) await throwKillSwitch(db, { text }, owner);
    await liftKillSwitch(db, owner);
    await liftKillSwitch(db, owner);
    const entries = await db.auditEntry.findMany({ orderBy: { id: "asc" } });
    expect(entries.map(({ action, before, after }) => [action, before, after])).toEqual([
      ["assistant.kill_switch_on", { mode: "open", text: "" }, { mode: "fixed", text: "One." }],
      ["assistant.fixed_text_changed", { mode: "fixed", text: "One." }, { mode: "fixed", text: "Two." }],
      ["assistant.kill_switch_off", { mode: "fixed" }, { mode: "open" }],
    ]);
  });
});
