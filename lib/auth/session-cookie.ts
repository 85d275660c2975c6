import { env } from "../env";

/** The session's cookie as next-auth names it: the prefix makes browsers refuse it over plain http. */
export function sessionCookie(): { name: string; secure: boolean } {
  const secure = env().PUBLIC_URL.startsWith("https://");
  return { name: `${secure ? "__Secure-" : ""}next-auth.session-token`, secure };
}
