import { cookies } from "next/headers";
import { getToken } from "next-auth/jwt";
import { cache } from "react";
import { z } from "zod";
import { env } from "../env";
import { sessionCookie } from "./session-cookie";
import { findSessionUser } from "./sessions";
import type { User } from "./users";

const claimsSchema = z.object({ sub: z.uuid(), sid: z.uuid(), epoch: z.int() });

/**
 * Who is signed in and by which session, or null; asked of the database once a request, so that an ended session and a
 * deleted account are out at once.
 */
export const currentSession = cache(async (): Promise<{ user: User; sid: string } | null> => {
  const { name, secure } = sessionCookie();
  const sent = Object.fromEntries((await cookies()).getAll().map((cookie) => [cookie.name, cookie.value]));
  const token = await getToken({
    // getToken reads nothing else of a request; it joins the parts of a cookie that was too long for one.
    req: { cookies: sent, headers: {} } as Parameters<typeof getToken>[0]["req"],
    secret: env().AUTH_SECRET,
    cookieName: name,
    secureCookie: secure,
  });
  const claims = claimsSchema.safeParse(token).data;
  const user = claims ? await findSessionUser(claims) : null;
  return claims && user ? { user, sid: claims.sid } : null;
});

export async function sessionUser(): Promise<User | null> {
  return (await currentSession())?.user ?? null;
}
