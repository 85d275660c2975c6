import { describe, expect, it } from "vitest";
import vectors from "@/local/twilio/specs/signature-vectors.json";
import { isSignedByTwilio, looksLikeSignature } from "./signature";

const { authToken } = vectors;

describe("Twilio's signatures", () => {
  it.each(vectors.form)("accepts Twilio's own answer: $name", ({ url, params, signature }) => {
    const parameters = params as unknown as Record<string, string | string[]>;
    expect(looksLikeSignature(signature)).toBe(true);
    expect(isSignedByTwilio({ authToken, signature, url, parameters })).toBe(true);
    expect(isSignedByTwilio({ authToken: "12346", signature, url, parameters })).toBe(false);
    expect(isSignedByTwilio({ authToken, signature, url, parameters: { ...parameters, More: "1" } })).toBe(false);
  });

  it.each([undefined, "", "short=", `${"A".repeat(27)}=\n`])("does not even look at %j", (header) => {
    expect(looksLikeSignature(header)).toBe(false);
  });

  it("is false, and no exception, for an address that is none", () => {
    expect(isSignedByTwilio({ authToken, signature: `${"A".repeat(27)}=`, url: "nowhere", parameters: {} })).toBe(
      false,
    );
  });
});
