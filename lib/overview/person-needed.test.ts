import { expect, test } from "vitest";
import { makeOrganization } from "@/tests/make-organization";
import { markReviewed } from "../conversations/mark-reviewed";
import { makeConversation } from "../conversations/test-conversation";
import { readReasons } from "./read-reasons";
import { resolvePeriod } from "./resolve-period";

test("a hand-over counts once, also when somebody has seen to it since", async () => {
  const organization = await makeOrganization();
  const { db, organizationId, owner } = organization;
  const { id } = await makeConversation(organization, {
    needsPersonAt: new Date(),
    needsPersonReason: "Wants a refund.",
  });
  await db.toolCall.create({
    data: {
      id: crypto.randomUUID(),
      organizationId,
      origin: "conversation",
      conversationId: id,
      pluginId: "first_party:handoff",
      pluginName: "Hand over",
      toolName: "hand_over",
      callName: "handoff__hand_over",
      input: { reason: "Wants a refund. ", summary: "A broken lamp." },
      state: "done",
    },
  });
  const reasons = () => readReasons(db, resolvePeriod({ period: "today" }, "UTC", new Date(Date.now() + 1000)));
  expect(await reasons()).toEqual([{ reason: "Wants a refund.", conversations: 1 }]);
  await markReviewed(db, owner, id, true);
  expect(await reasons()).toEqual([{ reason: "Wants a refund.", conversations: 1 }]);
});
