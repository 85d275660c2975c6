import { expect, test } from "vitest";
import { nextAuthOptions } from "./next-auth";
import { primaryEmail, verifiedEmail } from "./sign-in-providers";

test("Google's word counts only where it has verified the e-mail", () => {
  expect(verifiedEmail("google", { email: "Ada@Example.test", email_verified: true })).toBe("ada@example.test");
  expect(verifiedEmail("google", { email: "ada@example.test", email_verified: false })).toBeNull();
  expect(verifiedEmail("google", { email: "ada@example.test", email_verified: "true" })).toBeNull();
  expect(verifiedEmail("github", { email: null })).toBeNull();
});

test("of GitHub's e-mails only the primary one counts, and only verified", () => {
  const primary = { email: "ada@example.test", primary: true, verified: true };
  const other = { email: "eve@example.test", primary: false, verified: true };
  expect(primaryEmail([other, primary])).toBe("ada@example.test");
  expect(primaryEmail([other, { ...primary, verified: false }])).toBeNull();
});

test("a provider's account signs in as ours, and is refused where its e-mail opens none", async () => {
  const ours = { id: "01990000-0000-7000-8000-00000000000a", email: "ada@example.test", name: "Ada" };
  const { signIn } = nextAuthOptions(async (email) => (email === ours.email ? ours : null)).callbacks ?? {};
  const account = { provider: "google", type: "oauth", providerAccountId: "7" } as const;
  const enter = (profile: object, user: { id: string }) => signIn?.({ user, account, profile });
  const user = { id: "google-7" };
  expect(await enter({ email: "eve@example.test", email_verified: true }, user)).toBe(false);
  expect(await enter({ email: ours.email, email_verified: false }, user)).toBe(false);
  expect(user.id).toBe("google-7");
  expect(await enter({ email: ours.email, email_verified: true }, user)).toBe(true);
  expect(user.id).toBe(ours.id);
});
