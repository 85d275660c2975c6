import { expect, it } from "vitest";
import { makeConversation, makeReplyRun } from "@/lib/conversations/test-conversation";
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
