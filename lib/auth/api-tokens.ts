import type { Role } from "@/generated/prisma/client";
import { database } from "../db/client";
import { type Permission, permissions } from "./permissions";
import { newToken, tokenDigest } from "./secret-tokens";
import type { User } from "./users";

export const apiTokenPrefix = "fd_";

/** The token itself, shown once, and what is kept of it. */
export function newApiToken(): { token: string; tokenHash: string; lastFour: string } {
  const token = apiTokenPrefix + newToken();
  return { token, tokenHash: tokenDigest(token), lastFour: token.slice(-4) };
}

export interface ApiTokenBearer {
  id: string;
  name: string;
  organizationId: string;
  scopes: Permission[];
  /** How many requests of the gateway it may make in a minute. */
  requestsPerMinute: number;
  /** Who made it: a token never does more than its maker may now, and nothing once they have left. */
  user: User;
  role: Role;
}

const minuteMs = 60_000;

/** For whom an API token acts; null when it is unknown, expired or revoked, or its maker is no member any more. */
export async function findApiToken(token: string): Promise<ApiTokenBearer | null> {
  const { pool, prisma } = database();
  const now = Date.now();
  const { rows } = await pool.query<FoundToken>(statement, [tokenDigest(token), new Date(now)]);
  const [found] = rows;
  if (!found) return null;
  const { id, name, organizationId, requestsPerMinute, role } = found;
  // One write a minute at most, however often it is used.
  if (!found.lastUsedAt || now - found.lastUsedAt.getTime() >= minuteMs) {
    const lastUsedAt = new Date(Math.floor(now / minuteMs) * minuteMs);
    await prisma.apiToken.updateMany({ where: { id }, data: { lastUsedAt } });
  }
  const scopes = permissions.filter((permission) => found.scopes.includes(permission));
  const user = { id: found.userId, email: found.email, name: found.userName };
  return { id, name, organizationId, scopes, requestsPerMinute, user, role };
}

interface FoundToken {
  id: string;
  name: string;
  organizationId: string;
  scopes: string[];
  requestsPerMinute: number;
  lastUsedAt: Date | null;
  role: Role;
  userId: string;
  email: string;
  userName: string;
}

/** One statement, because each request of the gateway waits for it. */
const statement = `
  SELECT token."id", token."name", token."organizationId", token."scopes", token."requestsPerMinute",
    token."lastUsedAt", membership."role", account."id" AS "userId", account."email", account."name" AS "userName"
  FROM "ApiToken" AS token
  JOIN "Membership" AS membership
    ON membership."organizationId" = token."organizationId" AND membership."userId" = token."createdById"
  JOIN "User" AS account ON account."id" = membership."userId"
  WHERE token."tokenHash" = $1 AND token."revokedAt" IS NULL
    AND (token."expiresAt" IS NULL OR token."expiresAt" > $2)`;
