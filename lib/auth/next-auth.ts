import type { NextAuthOptions } from "next-auth";
import credentials from "next-auth/providers/credentials";
import { env } from "../env";
import { AppError } from "../errors";
import { logger } from "../logger";
import { sessionCookie } from "./session-cookie";
import { createSession, endSession, sessionSeconds } from "./sessions";
import { clientAddress, signIn } from "./sign-in";
import { oauthProviders, verifiedEmail } from "./sign-in-providers";
import type { User } from "./users";

/**
 * Sessions of people in the browser: a signed and encrypted cookie, HttpOnly and SameSite=Lax, for 14 days. It says only
 * who somebody is and by which session; the rest is read from the database each time. A function, because it reads the
 * environment.
 *
 * @param admit whose account an e-mail opens that Google or GitHub has verified; null when it opens none
 */
export function nextAuthOptions(admit: (email: string, name: string) => Promise<User | null>): NextAuthOptions {
  return {
    secret: env().AUTH_SECRET,
    session: { strategy: "jwt", maxAge: sessionSeconds },
    useSecureCookies: sessionCookie().secure,
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      credentials({
        credentials: { email: { label: "E-mail", type: "email" }, password: { label: "Password", type: "password" } },
        authorize: (given, request) => authorize(given, clientAddress(request.headers?.["x-forwarded-for"])),
      }),
      ...oauthProviders(),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (!account || account.type === "credentials") return true;
        const email = verifiedEmail(account.provider, { ...profile });
        const ours = email ? await admit(email, user.name ?? email) : null;
        if (!ours) return false;
        // The provider knows them by another id: what follows is about our user.
        user.id = ours.id;
        return true;
      },
      // `user` is given when somebody signs in; afterwards the claims stay as they are.
      jwt: async ({ token, user }) => (user ? { ...(await createSession(user.id)) } : token),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === "string") await endSession(token.sid);
      },
    },
    logger: {
      error: (code) => logger.error({ code }, "next-auth failed"),
      warn: (code) => logger.warn({ code }, "next-auth warns"),
      debug: () => {},
    },
  };
}

/** Null makes next-auth say `CredentialsSignin`; an error's message becomes the code itself. */
async function authorize(given: Record<"email" | "password", string> | undefined, address: string) {
  try {
    return await signIn({ email: given?.email, password: given?.password }, address);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "too_many_requests") throw new Error("TooManyAttempts");
    return null;
  }
}
