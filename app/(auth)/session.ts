import { cookies, headers } from "next/headers";
import { encode } from "next-auth/jwt";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { currentSession } from "@/lib/auth/session-user";
import { createSession, endSession, sessionSeconds } from "@/lib/auth/sessions";
import type { User } from "@/lib/auth/users";
import { env } from "@/lib/env";

/** Opens a session of next-auth from a server action, so that signing in works without JavaScript. */
export async function startSession(user: Pick<User, "id">): Promise<void> {
  const claims = await createSession(user.id, (await headers()).get("user-agent") ?? undefined);
  const value = await encode({ token: { ...claims }, secret: env().AUTH_SECRET, maxAge: sessionSeconds });
  await setCookie(value, sessionSeconds);
}

/** Ends the session that asks, also for whoever has copied its cookie. */
export async function leaveSession(): Promise<void> {
  const session = await currentSession();
  if (session) await endSession(session.sid);
  await setCookie("", 0);
}

/** Also the empty one carries `secure`: a browser ignores a __Secure- cookie without it. */
async function setCookie(value: string, maxAge: number): Promise<void> {
  const { name, secure } = sessionCookie();
  (await cookies()).set(name, value, { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge });
}
