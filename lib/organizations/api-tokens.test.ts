import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { makeMember } from "@/tests/make-member";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { requireApiCaller } from "../auth/require-api-caller";
import { createApiToken, listApiTokens, revokeApiToken } from "./api-tokens";
import { changeRole, removeMember } from "./members";

let organization: TestOrganization;
let owner: { actor: { id: string; name: string }; role: "owner" };

beforeEach(async () => {
  organization = await makeOrganization();
  owner = { actor: { id: organization.owner.id, name: organization.owner.name }, role: "owner" };
});
afterEach(() => vi.useRealTimers());

type Maker = Parameters<typeof createApiToken>[1];
const make = (scopes: Parameters<typeof createApiToken>[2]["scopes"], by: Maker = owner, expiresInDays?: number) =>
  createApiToken(organization.db, by, { name: "CI", scopes, expiresInDays });

const call = (token: string, permission: "configure" | "read-overview", organizationId?: string) =>
  requireApiCaller(
    new Request("https://desk.example.test/x", {
      headers: { Authorization: `Bearer ${token}`, ...(organizationId && { "X-Org-Id": organizationId }) },
    }),
    { permission },
  );

const refused = { code: "unauthenticated", status: 401 };

test("a token acts for its organisation, with or without X-Org-Id, and is traced by its name", async () => {
  const { id, token } = await make(["configure"]);
  expect(token).toMatch(/^fd_[\w-]{43}$/);
  const { organizationId } = organization;
  for (const given of [undefined, organizationId, organizationId.toUpperCase()]) {
    const caller = await call(token, "configure", given);
    expect(caller).toMatchObject({ organizationId, actor: { id: owner.actor.id, apiTokenId: id } });
    expect(caller.actor.name).toBe("Olive Owner, by token “CI”");
    expect(await caller.db.whatsAppApp.count()).toBe(1);
  }
});

test("for another organisation it is as if that one were not there", async () => {
  const { token } = await make(["configure"]);
  const theirs = (await makeOrganization()).organizationId;
  for (const given of [theirs, "nonsense"])
    await expect(call(token, "configure", given)).rejects.toMatchObject({ code: "not_found" });
});

test("a scope that it lacks is refused by its name", async () => {
  const { token } = await make(["read-overview"]);
  await call(token, "read-overview");
  await expect(call(token, "configure")).rejects.toMatchObject({
    code: "forbidden",
    message: expect.stringContaining("configure"),
  });
});

test("it works no more once it is revoked, has expired, or was never made", async () => {
  const [revoked, short] = [await make(["configure"]), await make(["configure"], owner, 1)];
  await call(revoked.token, "configure");
  await revokeApiToken(organization.db, owner.actor, revoked.id);
  await expect(call(revoked.token, "configure")).rejects.toMatchObject(refused);
  await expect(call("fd_made-up", "configure")).rejects.toMatchObject(refused);
  await call(short.token, "configure");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 24 * 60 * 60 * 1000 });
  await expect(call(short.token, "configure")).rejects.toMatchObject(refused);
  expect(await listApiTokens(organization.db)).toEqual([]);
});

describe("it never does more than its maker may", () => {
  test("no scope is given that the maker does not have", async () => {
    const agent = await makeMember(organization.db, "agent");
    await expect(make(["configure"], agent)).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("configure"),
    });
    await expect(make(["manage-organization"], { ...owner, scopes: ["configure"] })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("it loses what the maker loses, and everything when the maker leaves", async () => {
    const admin = await makeMember(organization.db, "admin");
    const { token } = await make(["configure", "read-overview"], admin);
    await call(token, "configure");
    await changeRole(organization.db, owner, admin.membershipId, { role: "viewer" });
    await expect(call(token, "configure")).rejects.toMatchObject({ code: "forbidden" });
    await call(token, "read-overview");
    await removeMember(organization.db, owner, admin.membershipId);
    await expect(call(token, "read-overview")).rejects.toMatchObject(refused);
  });
});

test("the last use is kept to the minute", async () => {
  const { token } = await make(["configure"]);
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2031-02-03T04:05:06.789Z") });
  await call(token, "configure");
  vi.setSystemTime("2031-02-03T04:05:59Z");
  await call(token, "configure");
  const lastUsedAt = async () => (await listApiTokens(organization.db))[0]?.lastUsedAt?.toISOString();
  expect(await lastUsedAt()).toBe("2031-02-03T04:05:00.000Z");
  vi.setSystemTime("2031-02-03T04:06:01Z");
  await call(token, "configure");
  expect(await lastUsedAt()).toBe("2031-02-03T04:06:00.000Z");
});

test("the token is shown once and nowhere kept", async () => {
  const { token } = await make(["configure"]);
  const stored = [
    await organization.db.apiToken.findMany(),
    await organization.db.auditEntry.findMany(),
    await listApiTokens(organization.db),
  ];
  expect(JSON.stringify(stored)).not.toContain(token);
  expect(JSON.stringify(stored)).toContain(`••••${token.slice(-4)}`);
});
