import { expect, test } from "vitest";
import { makeOrganization } from "@/tests/make-organization";
import { listWaiting } from "./list-waiting";
import { makeConversation } from "./test-conversation";

test("who waits longest comes first, and only this organisation's customers wait", async () => {
  const [mine, theirs] = [await makeOrganization(), await makeOrganization()];
  const flagged = (minute: number) => ({
    needsPersonReason: "The customer asked for a person.",
    needsPersonAt: new Date(Date.UTC(2026, 10, 20, 10, minute)),
  });
  await makeConversation(theirs, { displayName: "Not mine", ...flagged(0) });
  await makeConversation(mine, { displayName: "Nobody waits" });
  const late = await makeConversation(mine, { displayName: "Late Comer", ...flagged(30) });
  await makeConversation(mine, { displayName: "Early Bird", ...flagged(5) });
  await late.hears("Can I speak\nto somebody?");

  const waiting = await listWaiting(mine.db, 3);
  expect(waiting.map(({ name, words }) => [name, words])).toEqual([
    ["Early Bird", "The customer asked for a person."],
    ["Late Comer", "Can I speak to somebody?"],
  ]);
  expect(await listWaiting(mine.db, 1)).toHaveLength(1);
});
