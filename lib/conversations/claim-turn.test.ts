import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import type { Prisma } from "@/generated/prisma/client";
import { commitReply } from "./commit-reply";
import { conversationWith } from "./test-turn";

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
