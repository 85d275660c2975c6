import { expect, test } from "vitest";
import { makeOrganization } from "@/tests/make-organization";
import { removeExpired } from "./sweeper";

test("a call of the gateway that was cut off is known to be so after a while, and one that runs is left alone", async () => {
  const { db, organizationId } = await makeOrganization();
  const call = {
    organizationId,
    pluginId: "p",
    pluginName: "Shop",
    toolName: "look",
    callName: "shop__look",
    input: {},
  };
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const running = { ...call, origin: "gateway", state: "running" } as const;
  const [lost, busy, inConversation] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  await db.toolCall.create({ data: { ...running, id: lost, startedAt: minutesAgo(11) } });
  await db.toolCall.create({ data: { ...running, id: busy, startedAt: minutesAgo(1) } });
  await db.toolCall.create({
    data: { ...running, id: inConversation, origin: "conversation", startedAt: minutesAgo(11) },
  });
  await removeExpired();
  const states = new Map((await db.toolCall.findMany()).map(({ id, state }) => [id, state]));
  expect([lost, busy, inConversation].map((id) => states.get(id))).toEqual(["unknown", "running", "running"]);
});
