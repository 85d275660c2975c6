import { Script } from "node:vm";
import { describe, expect, test, vi } from "vitest";
import { inputProblem } from "./check-input";

const dialects = {
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
  "2019-09": "https://json-schema.org/draft/2019-09/schema",
  "draft-07": "http://json-schema.org/draft-07/schema#",
  none: undefined,
};

describe.each(Object.entries(dialects))("a schema of %s", (_, $schema) => {
  const schema = {
    ...($schema && { $schema }),
    type: "object",
    properties: { size: { enum: ["S", "M"] }, mail: { type: "string", format: "email" }, lines: { type: "array" } },
    additionalProperties: false,
  };

  test("lets through what fits, and says what does not", () => {
    expect(inputProblem(schema, { size: "S", mail: "ada@example.test" })).toBeNull();
    expect(inputProblem(schema, { size: "XL" })).toMatch(/size must be equal to one of the allowed values: S, M/);
    expect(inputProblem(schema, { mail: "no" })).toMatch(/mail must match format "email"/);
    expect(inputProblem(schema, { colour: "red" })).toMatch(/additional properties \(colour\)/);
    expect(inputProblem(schema, { lines: 3 })).toMatch(/lines must be array/);
  });
});

const slow = "a".repeat(40_000);
const unusable = expect.stringContaining("cannot be used to check arguments");

describe("a schema that means harm", () => {
  test("by a pattern that would take for ever takes a moment", () => {
    const schema = { type: "object", properties: { text: { type: "string", pattern: "^(a+)+$" } } };
    expect(inputProblem(schema, { text: `${slow}!` })).toContain("must match pattern");
    expect(inputProblem(schema, { text: slow })).toBeNull();
  });

  test("by a pattern that RE2 does not have is not used", () => {
    const schema = { type: "object", properties: { text: { pattern: "^(?=a)\\1" } } };
    expect(inputProblem(schema, { text: "a" })).toEqual(unusable);
  });

  test("by references that double at each step is stopped", () => {
    const step = (index: number) => ({ anyOf: Array(2).fill({ $ref: `#/$defs/s${index + 1}` }) });
    const $defs = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`s${index}`, step(index)]));
    const schema = { type: "object", properties: { text: { $ref: "#/$defs/s0" } }, $defs: { ...$defs, s60: false } };
    expect(inputProblem(schema, { text: "a" })).toEqual(unusable);
    expect(inputProblem({ type: "object" }, {})).toBeNull();
  });

  test("by taking too long is not tried again at each call", () => {
    const tries = vi.spyOn(Script.prototype, "runInContext");
    const step = (index: number) => ({ anyOf: Array(2).fill({ $ref: `#/$defs/again${index + 1}` }) });
    const $defs = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`again${index}`, step(index)]));
    const schema = {
      type: "object",
      properties: { a: { $ref: "#/$defs/again0" } },
      $defs: { ...$defs, again60: false },
    };
    expect(inputProblem(schema, { a: 1 })).toEqual(unusable);
    const before = tries.mock.calls.length;
    expect(inputProblem(schema, { a: 1 })).toEqual(unusable);
    expect(tries.mock.calls.length).toBe(before);
    tries.mockRestore();
  });

  test("by a reference to another server asks nobody there", () => {
    expect(inputProblem({ type: "object", $ref: "https://evil.example.test/schema" }, {})).toEqual(unusable);
  });

  test("by being none is not used", () => {
    expect(inputProblem({ type: "objekt" }, {})).toEqual(unusable);
  });

  test("cannot stand in for another server's by the same $id", () => {
    const $id = "https://shop.example.test/order";
    expect(inputProblem({ $id, type: "object", properties: { a: { type: "string" } } }, { a: 1 })).not.toBeNull();
    expect(inputProblem({ $id, type: "object", properties: { a: { type: "number" } } }, { a: 1 })).toBeNull();
  });
});
