import { expect, test } from "vitest";
import { signPayload, verifySignature } from "./signature";

const KEY = "signkey-test-b2ed992186a5cb19f6668aade821f502c1d00970dfd0e35128d51bac4649916c";

test("signs body and time with HMAC-SHA256, by the key without its prefix", () => {
  // Computed with `openssl dgst -sha256 -hmac <hex of the key>` over body and time.
  expect(signPayload('héllo {"a":1}', KEY, 1_674_082_830_999)).toBe(
    "t=1674082830&s=f866fb565bf572b37563212b2e3775ae35996e26c3665e19b3f89eebc0011cce",
  );
});

test("trusts its own fresh signature, and nothing else", () => {
  const header = signPayload("body", KEY);
  expect(verifySignature(header, "body", KEY)).toBe(true);
  expect(verifySignature(header, "other body", KEY)).toBe(false);
  expect(verifySignature(header, "body", `${KEY}00`)).toBe(false);
  expect(verifySignature(header.replace(/.$/, "x"), "body", KEY)).toBe(false);
  expect(verifySignature(undefined, "body", KEY)).toBe(false);
});

test.each([-301_000, 301_000])("does not trust a signature that is %d ms off", (off) => {
  expect(verifySignature(signPayload("body", KEY, Date.now() + off), "body", KEY)).toBe(false);
});
