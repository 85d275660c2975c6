import { randomUUID } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { database } from "../db/client";
import { clientAddress, signIn } from "./sign-in";
import { countAttempt } from "./throttle";
import { createUser } from "./users";

const password = "correct horse battery";
const home = "192.0.2.1";

async function someone() {
  return createUser({ email: `sign-in-${randomUUID()}@example.test`, name: "Ada", password });
}

async function fail(email: string, times: number, address = home) {
  for (let n = 0; n < times; n++)
    await expect(signIn({ email, password: "wrong" }, address)).rejects.toMatchObject({ code: "unauthenticated" });
}

afterEach(() => vi.useRealTimers());

test("the right password signs in after four wrong ones, and what failed is forgotten", async () => {
  const user = await someone();
  await fail(user.email, 4);
  expect(await signIn({ email: user.email, password }, home)).toEqual(user);
  await fail(user.email, 5);
});

test("after five failures even the right password waits, and is told how long", async () => {
  const { email } = await someone();
  await fail(email, 5);
  const refusal = await signIn({ email, password }, home).catch((error) => error);
  expect(refusal).toMatchObject({ code: "too_many_requests", status: 429 });
  expect(refusal.message).toMatch(/^Too many failed attempts\. Try again in 1[45] minutes\.$/);
  expect(refusal.details.retryAfterSeconds).toBeGreaterThan(14 * 60);
  expect(refusal.details.retryAfterSeconds).toBeLessThanOrEqual(15 * 60);
});

test("another address is not held back by somebody who guesses", async () => {
  const user = await someone();
  await fail(user.email, 5, "198.51.100.7");
  expect(await signIn({ email: user.email, password }, home)).toEqual(user);
});

test("an e-mail without an account is held back just the same", async () => {
  const email = `nobody-${randomUUID()}@example.test`;
  await fail(email, 5);
  await expect(signIn({ email, password }, home)).rejects.toMatchObject({ code: "too_many_requests" });
});

test("many wrong passwords at once cannot all be tried", async () => {
  const { email } = await someone();
  const tries = Array.from({ length: 12 }, () => signIn({ email, password: "wrong" }, home).catch(({ code }) => code));
  const codes = await Promise.all(tries);
  expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(5);
  expect(codes.filter((code) => code === "too_many_requests")).toHaveLength(7);
});

test("whoever guesses at many accounts from one network is held back, whoever signs in is not", async () => {
  const user = await someone();
  const network = `2001:db8:${randomUUID().slice(0, 4)}:7`;
  for (let n = 0; n < 59; n++) await countAttempt("sign-in-address", `${network}::${n}`);
  for (let n = 0; n < 3; n++) expect(await signIn({ email: user.email, password }, `${network}::a`)).toEqual(user);
  await fail(user.email, 1, `${network}::b`);
  await expect(signIn({ email: user.email, password }, `${network}::c`)).rejects.toMatchObject({
    code: "too_many_requests",
    message: expect.stringMatching(/^Too many failed attempts from here\. Try again in/),
  });
  expect(await signIn({ email: user.email, password }, "2001:db8:ffff:8::1")).toEqual(user);
});

test("an address is the same one however it is written", async () => {
  const { email } = await someone();
  await fail(email, 3, "203.0.113.77");
  await fail(email, 2, "::ffff:203.0.113.77");
  await expect(signIn({ email, password }, "203.0.113.77")).rejects.toMatchObject({ code: "too_many_requests" });
});

test("the wait ends 15 minutes after the first failure", async () => {
  const user = await someone();
  // Not so long ago that somebody else's sign-in would clear it away, nor so late that this one clears theirs.
  const first = Date.now() - 14 * 60 * 1000;
  vi.useFakeTimers({ toFake: ["Date"], now: first });
  await fail(user.email, 5);
  await expect(signIn({ email: user.email, password }, home)).rejects.toMatchObject({ code: "too_many_requests" });
  vi.setSystemTime(first + 15 * 60 * 1000);
  expect(await signIn({ email: user.email, password }, home)).toEqual(user);
});

test("neither the e-mail nor the address is stored with the count", async () => {
  const { email } = await someone();
  await fail(email, 1, "203.0.113.99");
  const stored = JSON.stringify(await database().prisma.signInThrottle.findMany());
  expect(stored).not.toContain(email);
  expect(stored).not.toContain("203.0.113.99");
});

test("the caller's address is the one that the nearest hop saw", () => {
  expect(clientAddress("10.9.9.9, 192.0.2.44")).toBe("192.0.2.44");
  expect(clientAddress(null)).toBe("unknown");
});

test.each([
  ["192.0.2.44:51532", "192.0.2.44"],
  ["[2001:db8::7]:51532", "2001:db8::7"],
  ["[2001:db8::7]", "2001:db8::7"],
  ["2001:db8::7", "2001:db8::7"],
])("the port that some hops add is no part of the address: %s", (sent, address) => {
  expect(clientAddress(`10.9.9.9, ${sent}`)).toBe(address);
});
