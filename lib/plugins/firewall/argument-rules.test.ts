import { describe, expect, test } from "vitest";
import type { ArgumentRule } from "../schema";
import { brokenRule, requirePatterns } from "./argument-rules";

const country: ArgumentRule = { kind: "one_of", argument: "customer.country", values: ["GB", 44, true] };
const amount: ArgumentRule = { kind: "max", argument: "lines.amount", max: 50 };
const mail: ArgumentRule = { kind: "pattern", argument: "to", pattern: "[a-z]+@example\\.test" };

describe.each<[string, ArgumentRule, unknown, string | null]>([
  ["an allowed value", country, { customer: { country: "GB" } }, null],
  ["an allowed value of another kind", country, { customer: { country: 44 } }, null],
  ["a value that only looks allowed", country, { customer: { country: "44" } }, "may only be one of: GB, 44, true"],
  ["an argument that is not given", country, { customer: {} }, null],
  ["a way that leads nowhere", country, { customer: "GB" }, null],
  ["numbers up to the largest", amount, { lines: [{ amount: 1 }, { amount: 50 }] }, null],
  ["one element above it", amount, { lines: [{ amount: 1 }, { amount: 51 }] }, "may be a number up to 50"],
  ["elements in elements", amount, { lines: [[{ amount: [1, 51] }]] }, "may be a number up to 50"],
  ["what is no number", amount, { lines: { amount: "51" } }, "may be a number up to 50"],
  ["what is not even a number", amount, { lines: { amount: Number.NaN } }, "may be a number up to 50"],
  ["a whole match", mail, { to: "ada@example.test" }, null],
  ["a match in part", mail, { to: "ada@example.test, eve@evil.test" }, "has to match [a-z]+@example\\.test"],
  ["a match of one line", mail, { to: "ada@example.test\neve" }, "has to match [a-z]+@example\\.test"],
  ["what is no text", mail, { to: { toString: "ada@example.test" } }, "has to match [a-z]+@example\\.test"],
  ["an inherited name", { kind: "max", argument: "constructor", max: 1 }, {}, null],
])("%s", (_, rule, input, problem) => {
  test(problem === null ? "passes" : "is refused by the argument's name", () => {
    expect(brokenRule([rule], input)).toBe(problem && `The argument ${rule.argument} ${problem}.`);
  });
});

test("a pattern that would take for ever takes a moment", () => {
  const rule = { kind: "pattern", argument: "to", pattern: "(a+)+" } as const;
  expect(brokenRule([rule], { to: `${"a".repeat(20_000)}!` })).toContain("has to match");
});

test("a pattern that is none of RE2 is refused when it is saved, beside its rule", () => {
  expect(() => requirePatterns([mail, { kind: "pattern", argument: "to", pattern: "(?=a)" }])).toThrow(
    expect.objectContaining({ code: "invalid", details: { fields: { "rules.1.pattern": expect.any(String) } } }),
  );
});
