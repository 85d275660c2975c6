import type { z } from "zod";
import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import { newApiToken } from "../auth/api-tokens";
import { isAllowed, type Permission } from "../auth/permissions";
import type { TenantDatabase } from "../db/for-organization";
import { AppError, notFound } from "../errors";
import { parseInput } from "../parse-input";
import { maskSecret } from "../secrets";
import type { Granter } from "./members";
import { newApiTokenSchema } from "./schema";

export interface ApiTokenView {
  id: string;
  name: string;
  /** Masked. */
  token: string;
  scopes: string[];
  /** How many requests of the gateway it may make in a minute. */
  requestsPerMinute: number;
  expiresAt: Date | null;
  /** To the minute; null when it never was. */
  lastUsedAt: Date | null;
  createdAt: Date;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Makes a token with which a program acts for the organisation. The token itself is in this answer and nowhere else.
 * Throws `invalid`, and `forbidden` for a scope that the maker, or the token that makes it, does not have.
 */
export async function createApiToken(
  db: TenantDatabase,
  granter: Granter & { actor: Actor; scopes?: Permission[] },
  input: z.input<typeof newApiTokenSchema>,
): Promise<ApiTokenView & { token: string }> {
  const { name, scopes, expiresInDays, requestsPerMinute } = parseInput(newApiTokenSchema, input);
  const missing = scopes.find(
    (permission) => !isAllowed(granter.role, { permission }) || granter.scopes?.includes(permission) === false,
  );
  if (missing) throw new AppError("forbidden", `You cannot give the scope ${missing}: you do not have it yourself.`);
  const { token, tokenHash, lastFour } = newApiToken();
  const created = await db.$transaction(async (transaction) => {
    const row = await transaction.apiToken.create({
      data: {
        organizationId: db.organizationId,
        name,
        tokenHash,
        lastFour,
        scopes,
        requestsPerMinute,
        expiresAt: expiresInDays ? new Date(Date.now() + expiresInDays * dayMs) : null,
        createdById: granter.actor.id ?? db.organizationId,
      },
      select: shown,
    });
    await recordAudit(transaction, granter.actor, {
      action: "api_token.created",
      subject: name,
      after: { scopes, requestsPerMinute, token: maskSecret(lastFour), ...(expiresInDays && { expiresInDays }) },
    });
    return row;
  });
  return { ...view(created), token };
}

/** Those that work, newest first. */
export async function listApiTokens(db: TenantDatabase): Promise<ApiTokenView[]> {
  const tokens = await db.apiToken.findMany({
    where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
    orderBy: { id: "desc" },
    select: shown,
  });
  return tokens.map(view);
}

/** Ends a token at once. Throws `not_found`, also for one that was ended. */
export async function revokeApiToken(db: TenantDatabase, actor: Actor, id: string): Promise<void> {
  await db.$transaction(async (transaction) => {
    const token = await transaction.apiToken.findUnique({ where: { id }, select: shown });
    const { count } = await transaction.apiToken.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (!token || count === 0) throw notFound("API token");
    await recordAudit(transaction, actor, {
      action: "api_token.revoked",
      subject: token.name,
      before: { scopes: token.scopes, token: maskSecret(token.lastFour) },
    });
  });
}

const shown = {
  id: true,
  name: true,
  lastFour: true,
  scopes: true,
  requestsPerMinute: true,
  expiresAt: true,
  lastUsedAt: true,
  createdAt: true,
} as const;

function view({ lastFour, ...token }: Omit<ApiTokenView, "token"> & { lastFour: string }): ApiTokenView {
  return { ...token, token: maskSecret(lastFour) };
}
