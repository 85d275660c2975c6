import { afterEach, describe, expect, test } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { makeConversation } from "./test-conversation";
import { watchChanges } from "./watch-changes";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** Listens, and hands out what is told, one after the other. */
function listen({ db }: TestOrganization, since = new Date()) {
  const told: string[][] = [];
  let wake = () => {};
  const stop = watchChanges(db, since, (ids) => {
    told.push(ids);
    wake();
  });
  stops.push(stop);
  return {
    stop,
    told,
    async next(): Promise<string[]> {
      while (told.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return told.shift() ?? [];
    },
  };
}

const touch = ({ db }: TestOrganization, id: string) =>
  db.conversation.update({ where: { id }, data: { lastMessageAt: new Date() } });

describe("watching for changes", () => {
  test("everybody who listens is told which conversation changed", async () => {
    const organization = await makeOrganization();
    const { id } = await makeConversation(organization, { updatedAt: new Date("2026-01-01") });
    const listeners = [listen(organization), listen(organization)];
    await touch(organization, id);
    for (const listener of listeners) expect(await listener.next()).toContain(id);
  });

  test("a change between reading the page and listening is told", async () => {
    const organization = await makeOrganization();
    const readAt = new Date(Date.now() - 60_000);
    const { id } = await makeConversation(organization, { updatedAt: new Date(Date.now() - 30_000) });
    expect(await listen(organization, readAt).next()).toContain(id);
  });

  test("a change that was committed late, with an earlier time than one already told, is told", async () => {
    const organization = await makeOrganization();
    const [early, late] = [await makeConversation(organization), await makeConversation(organization)];
    const listener = listen(organization);
    await touch(organization, early.id);
    await listener.next();
    const updatedAt = new Date(Date.now() - 2_000);
    await organization.db.conversation.update({ where: { id: late.id }, data: { updatedAt } });
    const ids: string[] = [];
    while (!ids.includes(late.id)) ids.push(...(await listener.next()));
    expect(ids).toContain(late.id);
  });

  test("one organisation hears nothing of another's changes", async () => {
    const [mine, theirs] = [await makeOrganization(), await makeOrganization()];
    const conversations = [await makeConversation(mine), await makeConversation(theirs)] as const;
    const [me, they] = [listen(mine), listen(theirs)];
    await touch(theirs, conversations[1].id);
    await they.next();
    await touch(mine, conversations[0].id);
    expect(await me.next()).toEqual([conversations[0].id]);
  });

  test("who stops listening is told nothing more, and others still are", async () => {
    const organization = await makeOrganization();
    const { id } = await makeConversation(organization, { updatedAt: new Date("2026-01-01") });
    const [gone, stays] = [listen(organization), listen(organization)];
    gone.stop();
    await touch(organization, id);
    expect(await stays.next()).toContain(id);
    expect(gone.told).toEqual([]);
  });
});
