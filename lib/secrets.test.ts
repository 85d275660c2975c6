import { randomBytes, randomUUID } from "node:crypto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { decryptSecret, encryptSecret, maskSecret, needsRotation, type SecretOwner } from "./secrets";

const token = "0123456789abcdef0123456789abcdef";
const owner: SecretOwner = { organizationId: randomUUID(), field: "whatsAppApp.authToken" };

/** The module as a process started with these keys would have it. */
async function secretsWith(keys: string) {
  vi.stubEnv("SECRETS_KEY", keys);
  vi.resetModules();
  return import("./secrets");
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

test("a secret comes back for its owner and stands nowhere in the envelope", () => {
  const envelope = encryptSecret(token, owner);
  expect(envelope).not.toContain(token);
  expect(decryptSecret(envelope, owner)).toBe(token);
});

test("the same secret never makes the same envelope twice", () => {
  expect(encryptSecret(token, owner)).not.toBe(encryptSecret(token, owner));
});

test("an envelope moved to another organisation or field does not decrypt", () => {
  const envelope = encryptSecret(token, owner);
  expect(() => decryptSecret(envelope, { ...owner, organizationId: randomUUID() })).toThrow();
  expect(() => decryptSecret(envelope, { ...owner, field: "whatsAppApp.accountSid" })).toThrow();
});

test("an envelope with any part changed does not decrypt", () => {
  const parts = encryptSecret(token, owner).split(".");
  const changed = parts.map((part, index) =>
    parts.with(index, part.startsWith("A") ? `B${part}` : `A${part}`).join("."),
  );
  for (const envelope of changed) expect(() => decryptSecret(envelope, owner)).toThrow();
});

test("a shortened authentication tag is refused", () => {
  const parts = encryptSecret(token, owner).split(".");
  const tag = Buffer.from(parts[3] ?? "", "base64url")
    .subarray(0, 4)
    .toString("base64url");
  expect(() => decryptSecret(parts.with(3, tag).join("."), owner)).toThrow();
});

test("a mask shows the last four characters only", () => {
  expect(maskSecret("cdef")).toBe("••••cdef");
});

describe("with two keys", () => {
  const [older, newer] = ["k1", "k2"].map((id) => `${id}:${randomBytes(32).toString("base64")}`) as [string, string];

  test("the first encrypts, the second still decrypts and is due for rotation", async () => {
    const envelope = (await secretsWith(older)).encryptSecret(token, owner);
    const both = await secretsWith(`${newer},${older}`);
    expect(both.decryptSecret(envelope, owner)).toBe(token);
    expect(both.needsRotation(envelope)).toBe(true);
    expect(both.needsRotation(both.encryptSecret(token, owner))).toBe(false);
  });

  test("a key that was taken away too early is named", async () => {
    const envelope = (await secretsWith(older)).encryptSecret(token, owner);
    const without = await secretsWith(newer);
    expect(() => without.decryptSecret(envelope, owner)).toThrow('SECRETS_KEY has no key "k1"');
  });
});

test("a fresh secret needs no rotation", () => {
  expect(needsRotation(encryptSecret(token, owner))).toBe(false);
});
