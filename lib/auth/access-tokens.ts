import { database } from "../db/client";
import { newToken, tokenDigest } from "./secret-tokens";
import type { User } from "./users";

const lifetimeMs = 12 * 60 * 60 * 1000;

/** A bearer token that is good for 12 hours. It is shown this once: the database keeps only a SHA-256 of it. */
export async function createAccessToken(userId: string): Promise<{ accessToken: string; expiresAt: Date }> {
  const accessToken = newToken();
  const expiresAt = new Date(Date.now() + lifetimeMs);
  const { accessToken: tokens } = database().prisma;
  await tokens.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  await tokens.create({ data: { userId, tokenHash: tokenDigest(accessToken), expiresAt } });
  return { accessToken, expiresAt };
}

/** Whose token this is; null when it is unknown or has expired. */
export async function findAccessTokenUser(accessToken: string): Promise<User | null> {
  const token = await database().prisma.accessToken.findUnique({
    where: { tokenHash: tokenDigest(accessToken), expiresAt: { gt: new Date() } },
    select: { user: { select: { id: true, email: true, name: true } } },
  });
  return token?.user ?? null;
}
