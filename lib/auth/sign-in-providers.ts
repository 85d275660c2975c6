import type { NextAuthOptions } from "next-auth";
import github from "next-auth/providers/github";
import google from "next-auth/providers/google";
import { env } from "../env";

type Provider = NextAuthOptions["providers"][number];

/** Google and GitHub, each where both of its variables are set. */
export function oauthProviders(): Provider[] {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GITHUB_ID, GITHUB_SECRET } = env();
  const providers: Provider[] = [];
  if (GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET)
    providers.push(google({ clientId: GOOGLE_CLIENT_ID, clientSecret: GOOGLE_CLIENT_SECRET }));
  if (GITHUB_ID && GITHUB_SECRET) {
    providers.push(
      github({
        clientId: GITHUB_ID,
        clientSecret: GITHUB_SECRET,
        userinfo: { url: "https://api.github.com/user", request: async ({ tokens }) => githubProfile(tokens) },
      }),
    );
  }
  return providers;
}

/** For the buttons. */
export function signInProviders(): { id: string; name: string }[] {
  return oauthProviders().map(({ id, name }) => ({ id, name }));
}

/**
 * The e-mail that a provider vouches for, in lower case; null when it vouches for none. Google says `email_verified`;
 * of GitHub's, `githubProfile` has left only one that is verified.
 */
export function verifiedEmail(provider: string, profile: Record<string, unknown>): string | null {
  if (typeof profile.email !== "string") return null;
  if (provider === "google" && profile.email_verified !== true) return null;
  return profile.email.trim().toLowerCase();
}

interface GithubEmail {
  email: string;
  primary: boolean;
  verified: boolean;
}

/** The one e-mail of GitHub's list that speaks for the account: the primary, if GitHub has verified it. */
export function primaryEmail(emails: GithubEmail[]): string | null {
  return emails.find(({ primary, verified }) => primary && verified)?.email ?? null;
}

/** https://docs.github.com/rest/users/emails: the profile's own `email` is what its owner shows, and may be empty. */
async function githubProfile({ access_token }: { access_token?: string }) {
  const headers = { Authorization: `Bearer ${access_token}`, "User-Agent": "Frontdesk" };
  const read = async (url: string) => {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`GitHub answered ${response.status}.`);
    return response.json();
  };
  const [user, emails] = await Promise.all([
    read("https://api.github.com/user"),
    read("https://api.github.com/user/emails"),
  ]);
  return { ...user, email: primaryEmail(emails) };
}
