import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAccessToken, findAccessTokenUser } from "./access-tokens";
import { changePassword } from "./change-password";
import { countResetRequest, createResetLink, isResetOpen, resetPassword } from "./password-reset";
import { createSession, findSessionUser } from "./sessions";
import { signIn } from "./sign-in";
import { createUser, type User } from "./users";

const password = "correct horse battery";
const next = "another horse battery";
let user: User;

beforeEach(async () => {
  user = await createUser({ email: `pw-${randomUUID()}@example.test`, name: "Ada", password });
});
afterEach(() => vi.useRealTimers());

const canSignIn = (with_: string) =>
  signIn({ email: user.email, password: with_ }, randomUUID()).then(
    () => true,
    () => false,
  );
const tokenOf = (link: string) => link.split("/").at(-1) ?? "";
const spent = { code: "not_found", message: expect.stringContaining("not good any more") };

test("a new password ends every session and access token, and the old one opens nothing", async () => {
  const claims = await createSession(user.id);
  const { accessToken } = await createAccessToken(user.id);
  await changePassword(user, { password, newPassword: next });
  expect([await findSessionUser(claims), await findAccessTokenUser(accessToken)]).toEqual([null, null]);
  expect([await canSignIn(password), await canSignIn(next)]).toEqual([false, true]);
  expect(await findSessionUser(await createSession(user.id))).toEqual(user);
});

test("a wrong old password changes nothing, and five of them have to wait", async () => {
  const change = (given: string) => changePassword(user, { password: given, newPassword: next });
  for (let n = 0; n < 5; n++)
    await expect(change("wrong")).rejects.toMatchObject({ details: { fields: { password: expect.any(String) } } });
  await expect(change(password)).rejects.toMatchObject({ code: "too_many_requests" });
  expect(await canSignIn(password)).toBe(true);
});

test("a reset link gives a new password, once, and ends every session", async () => {
  const claims = await createSession(user.id);
  const token = tokenOf(await createResetLink(user.id));
  await expect(resetPassword(token, { password: "short" })).rejects.toMatchObject({ code: "invalid" });
  const tries = await Promise.allSettled(
    [next, `${next}!`].map((chosen) => resetPassword(token, { password: chosen })),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(tries.find((result) => result.status === "rejected")).toMatchObject({ reason: spent });
  await expect(resetPassword(token, { password: next })).rejects.toMatchObject(spent);
  expect(await findSessionUser(claims)).toBeNull();
  expect(await canSignIn(password)).toBe(false);
});

test("a newer link makes the older one worth nothing, and an hour makes both", async () => {
  const [older, newer] = [await createResetLink(user.id), await createResetLink(user.id)].map(tokenOf) as [
    string,
    string,
  ];
  expect([await isResetOpen(older), await isResetOpen(newer), await isResetOpen("made-up")]).toEqual([
    false,
    true,
    false,
  ]);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60 * 60 * 1000 });
  await expect(resetPassword(newer, { password: next })).rejects.toMatchObject(spent);
});

test("links are asked for three times for one e-mail, whether it has an account or not", async () => {
  for (const email of [user.email, `nobody-${user.email}`]) {
    for (let n = 0; n < 3; n++) await countResetRequest(email, randomUUID());
    await expect(countResetRequest(email, randomUUID())).rejects.toMatchObject({ code: "too_many_requests" });
  }
});

test("one address asks for twenty links at most", async () => {
  const address = randomUUID();
  for (let n = 0; n < 20; n++) await countResetRequest(`${n}-${user.email}`, address);
  await expect(countResetRequest(`last-${user.email}`, address)).rejects.toMatchObject({ code: "too_many_requests" });
});
