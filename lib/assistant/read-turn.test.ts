import { expect, it } from "vitest";
import { makeConversation, makeReplyRun, makeToolCall } from "@/lib/conversations/test-conversation";
import { makeOrganization } from "@/tests/make-organization";
import { readTurn } from "./read-turn";
import { answeringOf } from "./version-content";

it("ends with what is to be answered, also where it got its id before an answer that did not know of it", async () => {
  const organization = await makeOrganization();
  const { id, hears, says } = await makeConversation(organization);
  const first = await makeReplyRun(organization, id, { turn: 1 });
  await hears("Are you open?", { seq: 1 });
  await hears("And tomorrow?", { seq: 2 });
  await says("Yes.", { replyRunId: first.id });
  await says("Until six.", { replyRunId: first.id, part: 1 });
  await hears("Hello?", { seq: 3 });
  const second = await makeReplyRun(organization, id, { turn: 3, outcome: "running" });
  const { history } = await readTurn(organization.db, second, answeringOf(organization.version));
  expect(history.map(({ text }) => text)).toEqual(["Are you open?", "Yes.", "Until six.", "And tomorrow?", "Hello?"]);
});

it.each(["checking", "failed", "fixed"] as const)(
  "tells of a call that was done in a turn that ended as %s, until an answer of the model has arrived",
  async (outcome) => {
    const organization = await makeOrganization();
    const { db } = organization;
    const { id, hears, says } = await makeConversation(organization);
    const carriedIn = async (turn: number) => {
      await hears("And?", { seq: turn });
      await db.conversation.update({ where: { id }, data: { inboundSeq: turn, answeredSeq: turn - 1 } });
      const run = await makeReplyRun(organization, id, { turn, outcome: "running" });
      const { carried } = await readTurn(db, run, answeringOf(organization.version));
      await db.replyRun.update({ where: { id: run.id }, data: { outcome: "answered" } });
      // The first answer does not arrive.
      await says("Yes.", { replyRunId: run.id, turn, deliveryState: turn === 2 ? "failed" : "sent" });
      return carried.map((call) => call.id);
    };
    const ended = await makeReplyRun(organization, id, { turn: 1, outcome });
    const order = await makeToolCall(organization, ended);
    expect(await carriedIn(2)).toEqual([order.id]);
    expect(await carriedIn(3)).toEqual([order.id]);
    expect(await carriedIn(4)).toEqual([]);
  },
);
