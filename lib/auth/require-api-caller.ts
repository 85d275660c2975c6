import { z } from "zod";
import type { Role } from "@/generated/prisma/client";
import type { Actor } from "../audit/schema";
import { database } from "../db/client";
import { forOrganization, type TenantDatabase } from "../db/for-organization";
import { AppError, notFound } from "../errors";
import { findAccessTokenUser } from "./access-tokens";
import { type ApiTokenBearer, apiTokenPrefix, findApiToken } from "./api-tokens";
import { type Permission, requireAllowed } from "./permissions";
import type { User } from "./users";
import { actorOf, visitorOf } from "./visitor";

export interface ApiCaller {
  /** Who calls, or who made the API token that does. */
  user: User;
  organizationId: string;
  role: Role;
  /** What the API token may do, and nothing else; undefined for a person, who may what their role may. */
  scopes?: Permission[];
  /** The API token that calls; undefined for a person. */
  apiToken?: { id: string; name: string; requestsPerMinute: number };
  /** The same caller, for the audit log. */
  actor: Actor;
  /** The only database that a handler needs: it sees nothing but this organisation. */
  db: TenantDatabase;
}

/**
 * Who calls, from `Authorization: Bearer <token>`, and for which organisation, from `X-Org-Id: <uuid>`. The token is a
 * person's, from POST /auth/token, or an organisation's own (`fd_…`), which needs no X-Org-Id but must fit a given one.
 * Throws `unauthenticated` without a valid token, `not_found` for an organisation that is malformed, unknown or not the
 * caller's (one answer for all three), `forbidden` when the role is too small or the token lacks the scope.
 */
export async function requireApiCaller(request: Request, requirement: { permission: Permission }): Promise<ApiCaller> {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const caller = token?.startsWith(apiTokenPrefix) ? await byApiToken(request, token) : await byPerson(request, token);
  if (caller.scopes && !caller.scopes.includes(requirement.permission)) {
    const sentence = `This API token lacks the scope ${requirement.permission}. Make one that has it.`;
    throw new AppError("forbidden", sentence);
  }
  requireAllowed(caller.role, requirement);
  return { ...caller, db: forOrganization(caller.organizationId) };
}

type Identity = Omit<ApiCaller, "db">;

async function byApiToken(request: Request, token: string): Promise<Identity> {
  const bearer = await findApiToken(token);
  if (!bearer) throw unauthenticated();
  const { organizationId, user, role, scopes, id, name, requestsPerMinute } = bearer;
  if (request.headers.has("x-org-id") && askedOrganization(request) !== organizationId) throw notFound("organisation");
  const apiToken = { id, name, requestsPerMinute };
  return { user, organizationId, role, scopes, apiToken, actor: actorOfToken(bearer, request) };
}

function actorOfToken({ id, name, user }: ApiTokenBearer, request: Request): Actor {
  return { ...actorOf(user, visitorOf(request.headers)), name: `${user.name}, by token “${name}”`, apiTokenId: id };
}

async function byPerson(request: Request, token: string | undefined): Promise<Identity> {
  const user = token ? await findAccessTokenUser(token) : null;
  if (!user) throw unauthenticated();
  const organizationId = askedOrganization(request);
  if (!organizationId) throw notFound("organisation");
  const membership = await database().prisma.membership.findUnique({
    where: { organizationId_userId: { organizationId, userId: user.id } },
    select: { role: true },
  });
  if (!membership) throw notFound("organisation");
  return { user, organizationId, role: membership.role, actor: actorOf(user, visitorOf(request.headers)) };
}

function askedOrganization(request: Request): string | undefined {
  return z.uuid().safeParse(request.headers.get("x-org-id")?.trim()).data?.toLowerCase();
}

function unauthenticated(): AppError {
  return new AppError(
    "unauthenticated",
    "Send a valid token as `Authorization: Bearer <token>`: an API token of the organisation, or what POST /auth/token gives.",
  );
}
