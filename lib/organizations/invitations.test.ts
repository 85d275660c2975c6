import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { makeMember } from "@/tests/make-member";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { createResetLink, isResetOpen } from "../auth/password-reset";
import { permissions } from "../auth/permissions";
import { signIn } from "../auth/sign-in";
import { createUser, hashPassword } from "../auth/users";
import { database } from "../db/client";
import { acceptAsNewcomer, acceptInvitation, admitByVerifiedEmail, findInvitation } from "./accept-invitation";
import { createInvitation, listInvitations, revokeInvitation } from "./invitations";

const password = "correct horse battery";
let organization: TestOrganization;
let owner: { actor: { id: string; name: string }; role: "owner" };

beforeEach(async () => {
  organization = await makeOrganization();
  owner = { actor: { id: organization.owner.id, name: organization.owner.name }, role: "owner" };
});
afterEach(() => vi.useRealTimers());

const newEmail = () => `new-${randomBytes(6).toString("hex")}@example.test`;
const invite = async (input: { role: "admin" | "agent"; email?: string }) => {
  const invitation = await createInvitation(organization.db, owner, input);
  return { ...invitation, token: invitation.link.split("/").at(-1) ?? "" };
};
const spent = { code: "not_found", message: expect.stringContaining("not good any more") };

test("whoever has the link makes an account and is in, with the invitation's role", async () => {
  const { token } = await invite({ role: "agent" });
  const email = newEmail();
  const { user, slug } = await acceptAsNewcomer(token, { name: "Nora", email, password }, { address: "192.0.2.9" });
  expect(slug).toBe(organization.slug);
  expect(await signIn({ email, password }, "test")).toEqual(user);
  const { db } = organization;
  expect(await db.membership.findFirst({ where: { userId: user.id } })).toMatchObject({ role: "agent" });
  expect(await db.auditEntry.findMany({ orderBy: { id: "asc" } })).toMatchObject([
    { action: "invitation.created", userId: owner.actor.id, after: { role: "agent" } },
    { action: "member.joined", subject: "Nora", userId: user.id, address: "192.0.2.9", after: { role: "agent" } },
  ]);
});

test("a link works once: also of several people at the same time, one comes in", async () => {
  const { token } = await invite({ role: "agent" });
  const tries = await Promise.allSettled(
    [1, 2, 3].map((n) => acceptAsNewcomer(token, { name: `N${n}`, email: newEmail(), password }, {})),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const lost of tries) if (lost.status === "rejected") expect(lost.reason).toMatchObject(spent);
  expect(await organization.db.membership.count()).toBe(2);
  expect(await findInvitation(token)).toBeNull();
});

test("a link is worth nothing after 7 days, once it is revoked, or when it was made up", async () => {
  const [old, revoked] = [await invite({ role: "agent" }), await invite({ role: "agent" })];
  await revokeInvitation(organization.db, owner.actor, revoked.id);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 7 * 24 * 60 * 60 * 1000 });
  for (const token of [old.token, revoked.token, "made-up"]) {
    expect(await findInvitation(token)).toBeNull();
    const input = { name: "N", email: newEmail(), password };
    await expect(acceptAsNewcomer(token, input, {})).rejects.toMatchObject(spent);
  }
  expect(await listInvitations(organization.db)).toEqual([]);
});

test("an invitation for one e-mail makes that account, whatever else is given", async () => {
  const email = newEmail();
  const { token } = await invite({ role: "agent", email: email.toUpperCase() });
  const { user } = await acceptAsNewcomer(token, { name: "Nora", email: newEmail(), password }, {});
  expect(user.email).toBe(email);
});

describe("somebody who is signed in", () => {
  test("accepts with one step, and a second time is told so while the link stays good", async () => {
    const user = await createUser({ email: newEmail(), name: "Ada", password });
    const { token } = await invite({ role: "admin" });
    expect(await acceptInvitation(token, user, {})).toEqual({ slug: organization.slug });
    const second = await invite({ role: "agent" });
    await expect(acceptInvitation(second.token, user, {})).rejects.toMatchObject({ code: "conflict" });
    expect(await findInvitation(second.token)).not.toBeNull();
  });

  test("cannot take what is for another e-mail", async () => {
    const user = await createUser({ email: newEmail(), name: "Ada", password });
    const { token } = await invite({ role: "agent", email: newEmail() });
    await expect(acceptInvitation(token, user, {})).rejects.toMatchObject({ code: "forbidden" });
    expect(await findInvitation(token)).not.toBeNull();
  });
});

test("an e-mail that has an account is not made again, and the link stays good", async () => {
  const { email } = await createUser({ email: newEmail(), name: "Ada", password });
  const { token } = await invite({ role: "agent" });
  const again = acceptAsNewcomer(token, { name: "Eve", email, password: "another password" }, {});
  await expect(again).rejects.toMatchObject({ code: "conflict", details: { fields: { email: expect.any(String) } } });
  expect(await findInvitation(token)).not.toBeNull();
  await expect(signIn({ email, password }, "test")).resolves.toMatchObject({ name: "Ada" });
});

describe("an e-mail that Google or GitHub vouches for", () => {
  test("opens the account that it has", async () => {
    const user = await createUser({ email: newEmail(), name: "Ada", password });
    expect(await admitByVerifiedEmail(user.email, "Whatever", {})).toEqual(user);
  });

  test("takes the account over from whoever made it without proving the e-mail, once", async () => {
    const { id, email } = await createUser({ email: newEmail(), name: "Somebody else", password });
    const link = await createResetLink(id);
    await admitByVerifiedEmail(email, "Ada", {});
    await expect(signIn({ email, password }, "test")).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await isResetOpen(link.split("/").at(-1) ?? "")).toBe(false);
    await database().prisma.user.update({ where: { id }, data: { passwordHash: await hashPassword(password) } });
    await admitByVerifiedEmail(email, "Ada", {});
    await expect(signIn({ email, password }, "test")).resolves.toMatchObject({ id });
  });

  test("makes an account where an invitation names it, and none where none does", async () => {
    const email = newEmail();
    expect(await admitByVerifiedEmail(email, "Nora", {})).toBeNull();
    await invite({ role: "agent" });
    expect(await admitByVerifiedEmail(email, "Nora", {})).toBeNull();
    await invite({ role: "agent", email });
    const user = await admitByVerifiedEmail(email, "Nora", {});
    expect(user).toMatchObject({ email, name: "Nora" });
    expect(await organization.db.membership.count({ where: { userId: user?.id, role: "agent" } })).toBe(1);
  });
});

test("an API token invites agents, and nobody who may do what its scopes leave out", async () => {
  const granter = { ...owner, scopes: ["manage-members" as const] };
  expect(await createInvitation(organization.db, granter, { role: "agent" })).toMatchObject({ role: "agent" });
  for (const role of ["admin", "owner"] as const) {
    const made = createInvitation(organization.db, granter, { role });
    await expect(made).rejects.toMatchObject({ code: "forbidden", message: expect.stringContaining("which may") });
  }
  const all = { ...granter, scopes: permissions };
  expect(await createInvitation(organization.db, all, { role: "owner" })).toMatchObject({ role: "owner" });
});

test("an admin invites admins, and no owners", async () => {
  const admin = await makeMember(organization.db, "admin");
  await expect(createInvitation(organization.db, admin, { role: "owner" })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await createInvitation(organization.db, admin, { role: "admin" })).toMatchObject({ role: "admin" });
});

test("the token is nowhere in the database", async () => {
  const { token } = await invite({ role: "agent" });
  const stored = [await organization.db.invitation.findMany(), await organization.db.auditEntry.findMany()];
  expect(JSON.stringify(stored)).not.toContain(token);
  expect(await database().prisma.invitation.count({ where: { tokenHash: token } })).toBe(0);
});

test("another organisation's invitation is not revoked", async () => {
  const { id } = await invite({ role: "agent" });
  const { db } = await makeOrganization();
  await expect(revokeInvitation(db, owner.actor, id)).rejects.toMatchObject({ code: "not_found" });
});
