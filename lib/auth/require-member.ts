import type { Route } from "next";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { Role } from "@/generated/prisma/client";
import type { Actor } from "../audit/schema";
import { database } from "../db/client";
import { forOrganization, type TenantDatabase } from "../db/for-organization";
import { isAllowed, type Requirement } from "./permissions";
import { pathHeader, signInPath } from "./return-path";
import { sessionUser } from "./session-user";
import type { User } from "./users";
import { actorOf, currentVisitor } from "./visitor";

export interface Member {
  user: User;
  organization: { id: string; slug: string; name: string };
  role: Role;
  joinedAt: Date;
  /** The same person, for the audit log. */
  actor: Actor;
  /** Sees nothing but this organisation. */
  db: TenantDatabase;
}

/**
 * The door of every page under `/[org]`. Nobody signed in: redirects to /sign-in, which
 * leads back. Not a member, no such organisation, or
 * a role that is too small: the same not-found page. Asks the database once a request, however often it is called.
 */
export async function requireMember(slug: string, requirement: Requirement = { role: "viewer" }): Promise<Member> {
  if (!(await sessionUser())) redirect(signInPath((await headers()).get(pathHeader)) as Route);
  const member = await findMember(slug);
  if (!member || !isAllowed(member.role, requirement)) notFound();
  return member;
}

/** Null when nobody is signed in or the organisation is not theirs. */
export const findMember = cache((slug: string) => findMemberWhere({ slug }));

/** The same for an address that names the organisation by its id: what another server leads back to. */
export const findMemberOf = cache((organizationId: string) => findMemberWhere({ id: organizationId }));

async function findMemberWhere(organization: { slug: string } | { id: string }): Promise<Member | null> {
  const user = await sessionUser();
  if (!user) return null;
  const membership = await database().prisma.membership.findFirst({
    where: { userId: user.id, organization },
    select: { role: true, createdAt: true, organization: { select: { id: true, slug: true, name: true } } },
  });
  if (!membership) return null;
  const { createdAt: joinedAt, ...rest } = membership;
  return {
    user,
    joinedAt,
    ...rest,
    actor: actorOf(user, await currentVisitor()),
    db: forOrganization(membership.organization.id),
  };
}
