import type { z } from "zod";
import type { Role } from "@/generated/prisma/client";
import { auditRow } from "../audit/record-audit";
import { tokenDigest } from "../auth/secret-tokens";
import { endAllSessions } from "../auth/sessions";
import { insertUser, prepareUser, type User } from "../auth/users";
import { actorOf, type Visitor } from "../auth/visitor";
import { database } from "../db/client";
import { AppError } from "../errors";
import { parseInput } from "../parse-input";
import { usable } from "./invitations";
import { newcomerSchema } from "./schema";

type Transaction = Parameters<Parameters<ReturnType<typeof database>["prisma"]["$transaction"]>[0]>[0];

/** What whoever holds the link is shown. */
export interface OpenInvitation {
  organization: { slug: string; name: string };
  role: Role;
  email: string | null;
  expiresAt: Date;
}

/** Null when the link was never made, was used or revoked, or has expired: one answer for all. */
export async function findInvitation(token: string): Promise<OpenInvitation | null> {
  return database().prisma.invitation.findFirst({
    where: { tokenHash: tokenDigest(token), ...usable() },
    select: { role: true, email: true, expiresAt: true, organization: { select: { slug: true, name: true } } },
  });
}

/**
 * Makes the account of a new person and lets them in, or neither. Throws `invalid`, `not_found` for a link that is worth
 * nothing (of two at once, one wins), and `conflict` when the e-mail has an account: its owner signs in first.
 */
export async function acceptAsNewcomer(
  token: string,
  input: z.input<typeof newcomerSchema>,
  visitor: Visitor,
): Promise<{ user: User; slug: string }> {
  const { name, email: chosen, password } = parseInput(newcomerSchema, input);
  const email = (await findInvitation(token))?.email ?? chosen;
  if (!email)
    throw new AppError("invalid", "Some fields need a change.", { fields: { email: "Give an e-mail address." } });
  const prepared = await prepareUser({ name, email, password });
  return database().prisma.$transaction(async (transaction) => {
    const invitation = await claim(transaction, { tokenHash: tokenDigest(token) });
    const user = await insertUser(transaction, prepared);
    return { user, slug: await join(transaction, invitation, user, visitor) };
  });
}

/**
 * Lets in whoever is signed in. Throws `not_found` as above, `forbidden` when the invitation is for another e-mail, and
 * `conflict` for somebody who is in already; the link stays good then.
 */
export async function acceptInvitation(token: string, user: User, visitor: Visitor): Promise<{ slug: string }> {
  return database().prisma.$transaction(async (transaction) => {
    const invitation = await claim(transaction, { tokenHash: tokenDigest(token) });
    if (invitation.email && invitation.email !== user.email) {
      const sentence = `This invitation is for ${invitation.email}, and you are signed in as ${user.email}.`;
      throw new AppError("forbidden", `${sentence} Sign out, then open the link again.`);
    }
    return { slug: await join(transaction, invitation, user, visitor) };
  });
}

/**
 * For sign-in by Google or GitHub, which vouch for the e-mail: the account that it has; else a new one, if an invitation
 * names it; else null. Whoever gave an account its password without proving its e-mail may be another person: when somebody
 * proves it, that password, its sessions and its reset links end.
 */
export async function admitByVerifiedEmail(email: string, name: string, visitor: Visitor): Promise<User | null> {
  const { prisma } = database();
  const known = { where: { email }, select: { id: true, email: true, name: true } };
  const user = await prisma.user.findUnique(known);
  if (user) {
    await prisma.$transaction((transaction) => proveEmail(transaction, user.id));
    return user;
  }
  const invitation = await prisma.invitation.findFirst({ where: { email, ...usable() }, select: { tokenHash: true } });
  if (!invitation) return null;
  return prisma.$transaction(async (transaction) => {
    const claimed = await claim(transaction, { tokenHash: invitation.tokenHash });
    const newcomer = await insertUser(transaction, {
      email,
      name: name.trim().slice(0, 100) || email,
      passwordHash: null,
      emailProvedAt: new Date(),
    });
    await join(transaction, claimed, newcomer, visitor);
    return newcomer;
  });
}

async function proveEmail(transaction: Transaction, userId: string): Promise<void> {
  const { count } = await transaction.user.updateMany({
    where: { id: userId, emailProvedAt: null },
    data: { emailProvedAt: new Date(), passwordHash: null },
  });
  if (count === 0) return;
  await endAllSessions(userId, transaction);
  await transaction.passwordReset.deleteMany({ where: { userId } });
}

interface Claimed {
  id: string;
  organizationId: string;
  role: Role;
  email: string | null;
}

/** Uses the link up. The condition is part of the write, so that two at once cannot both have it. */
async function claim(transaction: Transaction, which: { tokenHash: string }): Promise<Claimed> {
  const [invitation] = await transaction.invitation.updateManyAndReturn({
    where: { ...which, ...usable() },
    data: { acceptedAt: new Date() },
    select: { id: true, organizationId: true, role: true, email: true },
  });
  if (invitation) return invitation;
  throw new AppError(
    "not_found",
    "This invitation is not good any more: it was used or taken back, or 7 days are over.",
  );
}

async function join(transaction: Transaction, invitation: Claimed, user: User, visitor: Visitor): Promise<string> {
  const { id, organizationId, role } = invitation;
  const [membership] = await transaction.membership.createManyAndReturn({
    data: [{ organizationId, userId: user.id, role }],
    skipDuplicates: true,
  });
  if (!membership) throw new AppError("conflict", "You belong to this organisation already.");
  await transaction.invitation.update({ where: { id }, data: { acceptedById: user.id } });
  // An owner makes links for members of their own organisations alone, which somebody who joins another one is no more.
  await transaction.passwordReset.deleteMany({ where: { userId: user.id } });
  const change = { action: "member.joined", subject: user.name, after: { role, email: user.email } };
  await transaction.auditEntry.create({ data: { organizationId, ...auditRow(actorOf(user, visitor), change) } });
  return (await transaction.organization.findUniqueOrThrow({ where: { id: organizationId } })).slug;
}
