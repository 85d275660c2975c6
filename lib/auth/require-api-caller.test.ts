import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { makeOrganization } from "@/tests/make-organization";
import { database } from "../db/client";
import { createAccessToken } from "./access-tokens";
import { requireApiCaller } from "./require-api-caller";

const configure = { permission: "configure" } as const;

function request(token: string | undefined, organizationId?: string) {
  const headers = new Headers();
  if (token) headers.set("Authorization", `Bearer ${token}`);
  if (organizationId) headers.set("X-Org-Id", organizationId);
  return new Request("https://desk.example.test/models", { headers });
}

async function tokenOf(userId: string) {
  return (await createAccessToken(userId)).accessToken;
}

afterEach(() => vi.useRealTimers());

test("a member with a valid token is handed a database that sees only their organisation", async () => {
  const [mine, theirs] = [await makeOrganization(), await makeOrganization()];
  const caller = await requireApiCaller(request(await tokenOf(mine.owner.id), mine.organizationId), configure);
  expect(caller.user).toEqual({ id: mine.owner.id, email: mine.owner.email, name: mine.owner.name });
  expect(caller).toMatchObject({ organizationId: mine.organizationId, role: "owner" });
  expect(await caller.db.whatsAppApp.findUnique({ where: { id: theirs.app.id } })).toBeNull();
  expect(await caller.db.whatsAppApp.count()).toBe(1);
});

describe("without a valid token the caller is told how to get one", () => {
  const refusal = { code: "unauthenticated", status: 401, message: expect.stringContaining("POST /auth/token") };

  test.each([undefined, "made-up", "a b"])("token %j", async (token) => {
    const { organizationId } = await makeOrganization();
    await expect(requireApiCaller(request(token, organizationId), configure)).rejects.toMatchObject(refusal);
  });

  test("an expired token", async () => {
    const { owner, organizationId } = await makeOrganization();
    const { accessToken, expiresAt } = await createAccessToken(owner.id);
    vi.useFakeTimers({ toFake: ["Date"], now: expiresAt });
    await expect(requireApiCaller(request(accessToken, organizationId), configure)).rejects.toMatchObject(refusal);
  });
});

test("a foreign, an unknown, a malformed and a missing organisation are the same 404", async () => {
  const [mine, theirs] = [await makeOrganization(), await makeOrganization()];
  const token = await tokenOf(mine.owner.id);
  const refusals = [theirs.organizationId, randomUUID(), mine.slug, "'; drop table", undefined].map((id) =>
    requireApiCaller(request(token, id), configure).catch(({ status, code, message }) => ({ status, code, message })),
  );
  expect(new Set((await Promise.all(refusals)).map((refusal) => JSON.stringify(refusal)))).toEqual(
    new Set([JSON.stringify({ status: 404, code: "not_found", message: "There is no such organisation." })]),
  );
});

test.each([
  ["owner", true],
  ["admin", true],
  ["agent", false],
  ["viewer", false],
] as const)("whether an %s may configure: %s", async (role, allowed) => {
  const { owner, organizationId } = await makeOrganization();
  const where = { organizationId_userId: { organizationId, userId: owner.id } };
  await database().prisma.membership.update({ where, data: { role } });
  const answer = requireApiCaller(request(await tokenOf(owner.id), organizationId), configure);
  if (allowed) expect((await answer).role).toBe(role);
  else await expect(answer).rejects.toMatchObject({ code: "forbidden", status: 403 });
});

test("the token itself is not in the database", async () => {
  const { owner } = await makeOrganization();
  const token = await tokenOf(owner.id);
  const rows = await database().prisma.accessToken.findMany({ where: { userId: owner.id } });
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(token);
});
