import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deliveryProblem } from "./error-codes";

describe("what Twilio's error codes mean", () => {
  it.each([
    [63016, "terminal", /24 hours/],
    [63015, "owner", /join/],
    [20003, "owner", /credentials/],
    [63018, "retry", /limit/],
    [21610, "terminal", /opted out/],
  ])("says of %i that it is %s, in a sentence", (code, action, sentence) => {
    expect(deliveryProblem(code)).toMatchObject({ action, sentence: expect.stringMatching(sentence) });
  });

  it("names the number of a code that it does not know", () => {
    expect(deliveryProblem(99999)).toEqual({
      action: "terminal",
      sentence: "Twilio could not deliver this message (99999).",
    });
  });

  it("ends every sentence, so that it can stand alone on a screen", () => {
    const source = readFileSync(new URL("./error-codes.ts", import.meta.url), "utf8");
    const codes = [...source.matchAll(/\b\d{5,6}\b/g)].map(([code]) => Number(code));
    expect(codes.length).toBeGreaterThan(60);
    for (const code of codes) expect(deliveryProblem(code).sentence).toMatch(/[.)]$/);
  });
});
