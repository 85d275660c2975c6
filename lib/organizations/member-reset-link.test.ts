import { beforeEach, expect, test } from "vitest";
import { makeMember } from "@/tests/make-member";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { isResetOpen, resetPassword } from "../auth/password-reset";
import { createSession, findSessionUser } from "../auth/sessions";
import { signIn } from "../auth/sign-in";
import { database } from "../db/client";
import { acceptInvitation, admitByVerifiedEmail } from "./accept-invitation";
import { createOrganization } from "./create-organization";
import { createInvitation } from "./invitations";
import { createMemberResetLink } from "./member-reset-link";

let organization: TestOrganization;
let owner: { actor: { id: string; name: string }; role: "owner" };

beforeEach(async () => {
  organization = await makeOrganization();
  owner = { actor: { id: organization.owner.id, name: organization.owner.name }, role: "owner" };
});

const tokenOf = (link: string) => link.split("/").at(-1) ?? "";

test("is made by an owner, and the audit log says for whom but not the link", async () => {
  const { membershipId, user } = await makeMember(organization.db, "agent");
  const link = await createMemberResetLink(organization.db, owner, membershipId);
  expect(link).toMatch(/^https:\/\/desk\.example\.test\/reset-password\/[\w-]{43}$/);
  expect(await isResetOpen(tokenOf(link))).toBe(true);
  const entries = await organization.db.auditEntry.findMany();
  expect(entries).toMatchObject([{ action: "member.reset_link_created", subject: user.name }]);
  expect(JSON.stringify(entries)).not.toContain(tokenOf(link));
});

test("is not made by an admin", async () => {
  const admin = await makeMember(organization.db, "admin");
  const { membershipId } = await makeMember(organization.db, "agent");
  await expect(createMemberResetLink(organization.db, admin, membershipId)).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("opens no way into another organisation that its member works for", async () => {
  const { user, membershipId } = await makeMember(organization.db, "agent");
  const elsewhere = await makeOrganization();
  const data = { organizationId: elsewhere.organizationId, userId: user.id, role: "viewer" } as const;
  await database().prisma.membership.create({ data });
  await expect(createMemberResetLink(organization.db, owner, membershipId)).rejects.toMatchObject({
    code: "forbidden",
    message: expect.stringContaining("reset it by e-mail"),
  });
  expect(await database().prisma.passwordReset.count({ where: { userId: user.id } })).toBe(0);
  const own = { organizationId: elsewhere.organizationId, userId: owner.actor.id, role: "owner" } as const;
  await database().prisma.membership.create({ data: own });
  expect(await createMemberResetLink(organization.db, owner, membershipId)).toContain("/reset-password/");
});

test("what it gave ends when its member comes by Google or GitHub, so that its owner does not go along elsewhere", async () => {
  const { user, membershipId } = await makeMember(organization.db, "agent");
  await admitByVerifiedEmail(user.email, user.name, {});
  const password = "chosen by the owner";
  await resetPassword(tokenOf(await createMemberResetLink(organization.db, owner, membershipId)), { password });
  const session = await createSession(user.id);
  expect(await signIn({ email: user.email, password }, "test")).toMatchObject({ id: user.id });
  await admitByVerifiedEmail(user.email, user.name, {});
  expect(await findSessionUser(session)).toBeNull();
  await expect(signIn({ email: user.email, password }, "test")).rejects.toMatchObject({ code: "unauthenticated" });
});

test("is worth nothing once its member joins another organisation or opens one", async () => {
  const { user, membershipId } = await makeMember(organization.db, "agent");
  const first = tokenOf(await createMemberResetLink(organization.db, owner, membershipId));
  await createOrganization({ name: "Another", ownerId: user.id });
  expect(await isResetOpen(first)).toBe(false);

  const other = await makeMember(organization.db, "agent");
  const second = tokenOf(await createMemberResetLink(organization.db, owner, other.membershipId));
  const elsewhere = await makeOrganization();
  const host = { actor: { id: elsewhere.owner.id, name: elsewhere.owner.name }, role: "owner" as const };
  const { link } = await createInvitation(elsewhere.db, host, { role: "agent" });
  expect(await isResetOpen(second)).toBe(true);
  await acceptInvitation(tokenOf(link), other.user, {});
  expect(await isResetOpen(second)).toBe(false);
});
