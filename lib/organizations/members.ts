import type { z } from "zod";
import type { Role } from "@/generated/prisma/client";
import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import { isAllowed, type Permission, permissions, reaches } from "../auth/permissions";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { AppError, notFound } from "../errors";
import { parseInput } from "../parse-input";
import { roleChangeSchema } from "./schema";

export interface MemberView {
  /** Of the membership. */
  id: string;
  userId: string;
  name: string;
  email: string;
  role: Role;
  createdAt: Date;
}

/** Who gives or takes: `Member` and `ApiCaller` are one. */
export interface Granter {
  actor: Actor;
  role: Role;
  /** Of an API token: what it may do. */
  scopes?: Permission[] | undefined;
}

/** Oldest first. */
export async function listMembers(db: TenantDatabase): Promise<MemberView[]> {
  const members = await db.membership.findMany({ orderBy: { id: "asc" }, include: shown });
  return members.map(view);
}

/**
 * Gives a member another role. Throws `not_found`, `forbidden` above one's own role (to give it, or to touch who has it),
 * and `conflict` for the last owner: of two owners who step down at once, one stays.
 */
export async function changeRole(
  db: TenantDatabase,
  granter: Granter,
  id: string,
  input: z.input<typeof roleChangeSchema>,
): Promise<MemberView> {
  const { role } = parseInput(roleChangeSchema, input);
  return db.$transaction(async (transaction) => {
    const owners = await holdOwners(transaction);
    const member = await requireReachable(transaction, granter, id);
    requireReach(granter, role);
    if (member.role === role) return view(member);
    if (member.role === "owner" && owners === 1) throw lastOwner();
    await transaction.membership.update({ where: { id }, data: { role } });
    await recordAudit(transaction, granter.actor, {
      action: "member.role_changed",
      subject: member.user.name,
      before: { role: member.role },
      after: { role },
    });
    return view({ ...member, role });
  });
}

/**
 * Ends a membership at once: somebody else's, or one's own ("leaving", which every role may). With it go the invitations
 * that they made and that nobody has used; their API tokens stop working by themselves. Throws as `changeRole`.
 */
export async function removeMember(db: TenantDatabase, granter: Granter, id: string): Promise<void> {
  await db.$transaction(async (transaction) => {
    const owners = await holdOwners(transaction);
    const member = await requireReachable(transaction, granter, id);
    if (member.role === "owner" && owners === 1) throw lastOwner();
    await transaction.invitation.updateMany({
      where: { createdById: member.userId, acceptedAt: null, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    await transaction.membership.delete({ where: { id } });
    await recordAudit(transaction, granter.actor, {
      action: member.userId === granter.actor.id ? "member.left" : "member.removed",
      subject: member.user.name,
      before: { role: member.role, email: member.user.email },
    });
  });
}

/** The member, if the granter's role reaches theirs. */
export async function requireReachable(
  db: TenantDatabase | TenantTransaction,
  granter: Granter,
  id: string,
): Promise<StoredMember> {
  const member = await (db as TenantTransaction).membership.findUnique({ where: { id }, include: shown });
  if (!member) throw notFound("member");
  requireReach(granter, member.role);
  return member;
}

/**
 * How many owners there are; until the transaction ends, nobody else makes them fewer.
 * An update that changes nothing: Prisma knows no SELECT … FOR UPDATE.
 */
async function holdOwners(transaction: TenantTransaction): Promise<number> {
  const where = { role: "owner" } as const;
  await transaction.membership.updateMany({ where, data: where });
  return transaction.membership.count({ where });
}

/**
 * Throws `forbidden` where this role is not theirs to give or to touch: nobody reaches above their own, and an API token
 * makes nobody an admin or an owner who could then do what its scopes leave out.
 */
export function requireReach({ role: own, scopes }: Granter, role: Role): void {
  if (!reaches(own, role)) {
    throw new AppError("forbidden", `Your role, ${own}, does not reach that far. Ask somebody with a higher one.`);
  }
  if (!scopes || !reaches(role, "admin")) return;
  const missing = permissions.find((permission) => isAllowed(role, { permission }) && !scopes.includes(permission));
  if (!missing) return;
  const sentence = `This API token does not reach the role ${role}, which may ${missing}.`;
  throw new AppError("forbidden", `${sentence} Do it in the panel, or with a token that has all scopes of the role.`);
}

function lastOwner(): AppError {
  return new AppError("conflict", "This is the last owner. Make somebody else an owner first.");
}

const shown = { user: { select: { id: true, name: true, email: true } } } as const;

interface StoredMember {
  id: string;
  userId: string;
  role: Role;
  createdAt: Date;
  user: { name: string; email: string };
}

function view({ id, userId, role, createdAt, user: { name, email } }: StoredMember): MemberView {
  return { id, userId, name, email, role, createdAt };
}
