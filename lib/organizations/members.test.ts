import { beforeEach, describe, expect, test } from "vitest";
import { realPostgres } from "@/tests/database-kind";
import { makeMember } from "@/tests/make-member";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { changeRole, listMembers, removeMember } from "./members";

let organization: TestOrganization;
let owner: { actor: { id: string; name: string }; role: "owner"; membershipId: string };

beforeEach(async () => {
  organization = await makeOrganization();
  const { id: membershipId } = await organization.db.membership.findFirstOrThrow();
  owner = { actor: { id: organization.owner.id, name: organization.owner.name }, role: "owner", membershipId };
});

const trail = async () =>
  (await organization.db.auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ action, subject, before, after }) => ({
    action,
    subject,
    before,
    after,
  }));

test("an owner gives a member another role, which the audit log keeps with the old one", async () => {
  const { db } = organization;
  const { membershipId, user } = await makeMember(db, "agent");
  expect(await changeRole(db, owner, membershipId, { role: "admin" })).toMatchObject({ role: "admin" });
  expect((await listMembers(db)).map(({ email, role }) => [email, role])).toEqual([
    [organization.owner.email, "owner"],
    [user.email, "admin"],
  ]);
  expect(await trail()).toEqual([
    { action: "member.role_changed", subject: user.name, before: { role: "agent" }, after: { role: "admin" } },
  ]);
});

test("the same role again changes nothing and leaves no entry", async () => {
  const { membershipId } = await makeMember(organization.db, "agent");
  await changeRole(organization.db, owner, membershipId, { role: "agent" });
  expect(await trail()).toEqual([]);
});

describe("nobody reaches above their own role", () => {
  test("an admin makes nobody an owner, and neither demotes nor removes one", async () => {
    const { db } = organization;
    const admin = await makeMember(db, "admin");
    const agent = await makeMember(db, "agent");
    const refused = { code: "forbidden" };
    await expect(changeRole(db, admin, agent.membershipId, { role: "owner" })).rejects.toMatchObject(refused);
    await expect(changeRole(db, admin, owner.membershipId, { role: "viewer" })).rejects.toMatchObject(refused);
    await expect(removeMember(db, admin, owner.membershipId)).rejects.toMatchObject(refused);
    expect(await changeRole(db, admin, agent.membershipId, { role: "admin" })).toMatchObject({ role: "admin" });
  });
});

describe("the last owner", () => {
  const refused = { code: "conflict", message: expect.stringContaining("last owner") };

  test("can neither step down nor leave", async () => {
    const { db } = organization;
    await makeMember(db, "admin");
    await expect(changeRole(db, owner, owner.membershipId, { role: "admin" })).rejects.toMatchObject(refused);
    await expect(removeMember(db, owner, owner.membershipId)).rejects.toMatchObject(refused);
  });

  test("leaves once there is another one, which the audit log calls leaving", async () => {
    const { db } = organization;
    await makeMember(db, "owner");
    await removeMember(db, owner, owner.membershipId);
    expect((await listMembers(db)).map(({ role }) => role)).toEqual(["owner"]);
    expect(await trail()).toMatchObject([{ action: "member.left" }]);
  });

  test.runIf(realPostgres)("stays when all owners step down or leave at the same time", async () => {
    const { db } = organization;
    const others = await Promise.all([1, 2, 3].map(() => makeMember(db, "owner")));
    const owners = [owner, ...others.map((other) => ({ ...other, role: "owner" as const }))];
    const results = await Promise.allSettled(
      owners.map((each, index) =>
        index % 2
          ? removeMember(db, each, each.membershipId)
          : changeRole(db, each, each.membershipId, { role: "admin" }),
      ),
    );
    expect(results.filter(({ status }) => status === "rejected")).toMatchObject([{ reason: refused }]);
    expect((await listMembers(db)).filter(({ role }) => role === "owner")).toHaveLength(1);
  });
});

describe("removing a member", () => {
  test("takes the invitations with it that they made and nobody has used", async () => {
    const { db, organizationId } = organization;
    const admin = await makeMember(db, "admin");
    const data = { organizationId, role: "admin", createdById: admin.user.id } as const;
    const expiresAt = new Date(Date.now() + 60_000);
    const { id } = await db.invitation.create({ data: { ...data, expiresAt, tokenHash: admin.user.id } });
    await removeMember(db, owner, admin.membershipId);
    expect((await db.invitation.findUniqueOrThrow({ where: { id } })).revokedAt).not.toBeNull();
    expect(await trail()).toMatchObject([{ action: "member.removed", before: { email: admin.user.email } }]);
  });

  test("does not reach another organisation's", async () => {
    const { membershipId } = await makeMember((await makeOrganization()).db, "viewer");
    await expect(removeMember(organization.db, owner, membershipId)).rejects.toMatchObject({ code: "not_found" });
  });
});
