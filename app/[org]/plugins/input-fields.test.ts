import { expect, test } from "vitest";
import { argumentPaths, inputFields, readInput } from "./input-fields";

const schema = {
  type: "object",
  required: ["city", "guests"],
  properties: {
    city: { type: "string", title: "City", description: "Where." },
    guests: { type: "integer", minimum: 1, maximum: 8, default: 2 },
    room: { enum: ["single", "double"] },
    breakfast: { type: "boolean" },
    note: { type: "string", maxLength: 2000 },
    extras: { type: "array", items: { type: "string" } },
    address: { $ref: "#/$defs/Address" },
    discount: { anyOf: [{ type: "number" }, { type: "null" }], default: null },
    either: { anyOf: [{ type: "number" }, { type: "string" }] },
  },
  $defs: { Address: { type: "object", properties: { country: { type: "string" }, street: { type: "string" } } } },
};

test("each property has a field of its kind, and what is nested is written as JSON", () => {
  expect(inputFields(schema).map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    "city text",
    "guests integer",
    "room choice",
    "breakfast boolean",
    "note lines",
    "extras list",
    "address json",
    "discount number",
    "either json",
  ]);
  expect(inputFields(schema)[0]).toMatchObject({ label: "City", hint: "Where.", required: true });
  expect(inputFields(schema)[1]).toMatchObject({ label: "guests", start: "2", minimum: 1, maximum: 8 });
});

test("what was typed becomes arguments of the schema's types, and empty fields are left out", () => {
  const typed: Record<string, string> = {
    city: "Leeds",
    guests: "3",
    room: "double",
    breakfast: "true",
    note: "",
    extras: "cot\n\n late arrival ",
    address: '{ "country": "GB" }',
    discount: "0,5",
  };
  expect(readInput(inputFields(schema), (name) => typed[name])).toEqual({
    problems: {},
    input: {
      city: "Leeds",
      guests: 3,
      room: "double",
      breakfast: true,
      extras: ["cot", "late arrival"],
      address: { country: "GB" },
      discount: 0.5,
    },
  });
});

test("what cannot be read is said by the field's name", () => {
  const typed: Record<string, string> = { city: "Leeds", guests: "2.5", address: "Leeds", discount: "half" };
  const { problems } = readInput(inputFields(schema), (name) => typed[name]);
  expect(problems).toEqual({
    guests: "Give a whole number.",
    address: expect.stringContaining("no JSON"),
    discount: "Give a number.",
  });
  expect(readInput(inputFields(schema), () => undefined).problems).toEqual({ guests: "The tool needs this." });
});

test("a schema that says nothing, or refers to itself, makes a form all the same", () => {
  expect(inputFields({})).toEqual([]);
  const loop = { properties: { a: { $ref: "#/properties/a" }, b: { $ref: "https://example.com/elsewhere" } } };
  expect(inputFields(loop).map(({ kind }) => kind)).toEqual(["json", "json"]);
  const nested = { properties: { a: { $ref: "#" } } };
  expect(argumentPaths(nested).length).toBe(1);
});

test("rules can name nested arguments", () => {
  expect(argumentPaths(schema).map(({ path }) => path)).toEqual([
    "city",
    "guests",
    "room",
    "breakfast",
    "note",
    "extras",
    "address.country",
    "address.street",
    "discount",
    "either",
  ]);
});
