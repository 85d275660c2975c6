import { database } from "../db/client";
import type { User } from "./users";

export const sessionSeconds = 14 * 24 * 60 * 60;

/** What a session's cookie says, signed and encrypted. What somebody may do is read from the database each time. */
export interface SessionClaims {
  /** The user's id. */
  sub: string;
  /** The session's own id: once it is revoked, every copy of the cookie is worth nothing. */
  sid: string;
  /** The user's `sessionEpoch` when it began: once that has grown, it has ended. */
  epoch: number;
}

/** Begins a session of 14 days, and forgets the user's expired ones. Throws when there is no such user. */
export async function createSession(userId: string, userAgent?: string): Promise<SessionClaims> {
  const { session, user } = database().prisma;
  await session.deleteMany({ where: { userId, expiresAt: { lte: new Date() } } });
  const { sessionEpoch } = await user.findUniqueOrThrow({ where: { id: userId }, select: { sessionEpoch: true } });
  const expiresAt = new Date(Date.now() + sessionSeconds * 1000);
  const { id } = await session.create({ data: { userId, userAgent: userAgent?.slice(0, 300), expiresAt } });
  return { sub: userId, sid: id, epoch: sessionEpoch };
}

/** Whose session it is; null when it was ended, has expired, or its user is gone. */
export async function findSessionUser({ sub, sid, epoch }: SessionClaims): Promise<User | null> {
  const found = await database().prisma.session.findUnique({
    where: { id: sid, userId: sub, revokedAt: null, expiresAt: { gt: new Date() } },
    select: { user: { select: { id: true, email: true, name: true, sessionEpoch: true } } },
  });
  if (found?.user.sessionEpoch !== epoch) return null;
  const { id, email, name } = found.user;
  return { id, email, name };
}

/** Signing out: this session alone ends, in every copy of its cookie. */
export async function endSession(sid: string): Promise<void> {
  await database().prisma.session.updateMany({ where: { id: sid, revokedAt: null }, data: { revokedAt: new Date() } });
}

type Writer = Pick<ReturnType<typeof database>["prisma"], "user" | "session" | "accessToken">;

/** Ends all sessions of a user and takes back the access tokens of POST /auth/token. */
export async function endAllSessions(userId: string, writer: Writer = database().prisma): Promise<void> {
  await writer.user.update({ where: { id: userId }, data: { sessionEpoch: { increment: 1 } } });
  await writer.session.deleteMany({ where: { userId } });
  await writer.accessToken.deleteMany({ where: { userId } });
}

export interface SessionView {
  id: string;
  userAgent: string | null;
  createdAt: Date;
}

/** Where a user is signed in, newest first. */
export async function listSessions(userId: string): Promise<SessionView[]> {
  return database().prisma.session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { id: "desc" },
    select: { id: true, userAgent: true, createdAt: true },
  });
}
