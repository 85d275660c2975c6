import { expect, test } from "vitest";
import { limitRows, limitsFormSchema } from "./limits-form";
import { connectFormSchema } from "./plugin-form";

const server = { name: "Workshop", url: " https://tools.example.com/mcp " };

test("a bearer token becomes a header, however it was pasted", () => {
  for (const secretToken of ["abc", "Bearer abc", " bearer  abc "]) {
    expect(connectFormSchema.parse({ ...server, access: "bearer", secretToken })).toMatchObject({
      name: "Workshop",
      url: "https://tools.example.com/mcp",
      headers: { Authorization: "Bearer abc" },
    });
  }
  expect(connectFormSchema.parse({ ...server, access: "none", secretToken: "left over" }).headers).toEqual({});
});

test("headers stand one a line, and what is none is said beside their field", () => {
  const parse = (secretHeaders: string) => connectFormSchema.safeParse({ ...server, access: "headers", secretHeaders });
  expect(parse("X-Api-Key: a:b\n\nX-Shop : 7").data?.headers).toEqual({ "X-Api-Key": "a:b", "X-Shop": "7" });
  for (const wrong of ["", "no colon", "Späth: 1"]) {
    expect(parse(wrong).error?.issues).toMatchObject([{ path: ["secretHeaders"] }]);
  }
});

test("each limit that cannot be is said beside its own field", () => {
  const pattern = { "rule.0.argument": "to", "rule.0.kind": "pattern", "rule.0.value": "(?=a)" };
  const largest = { "rule.1.argument": "amount", "rule.1.kind": "max", "rule.1.value": "much" };
  const { error } = limitsFormSchema.safeParse({ ...tool, ...pattern, ...largest, seconds: "0" });
  expect(error?.issues.map(({ path }) => path)).toEqual([["rule.0.value"], ["rule.1.value"], ["seconds"]]);
  expect(error?.issues[0]?.message).toContain("RE2");
});

const tool = { pluginId: "first_party:contact", name: "set_field", seconds: "15" };

test("rows of the form become rules of the arguments' types, and come back as they were", () => {
  const form = {
    ...tool,
    "rule.0.argument": "amount",
    "rule.0.type": "number",
    "rule.0.kind": "max",
    "rule.0.value": "49,5",
    "rule.1.argument": "customer.country",
    "rule.1.type": "string",
    "rule.1.kind": "any",
    "rule.1.value": "kept for later",
    "rule.2.argument": "days",
    "rule.2.type": "integer",
    "rule.2.kind": "one_of",
    "rule.2.value": "1, 7",
  };
  const { rules, timeoutMs } = limitsFormSchema.parse(form);
  expect(timeoutMs).toBe(15_000);
  expect(rules).toEqual([
    { kind: "max", argument: "amount", max: 49.5 },
    { kind: "one_of", argument: "days", values: [1, 7] },
  ]);
  const known = [
    { path: "amount", type: "number" },
    { path: "customer.country", type: "string" },
  ];
  expect(limitRows(rules, known)).toEqual([
    { argument: "amount", type: "number", kind: "max", value: "49.5" },
    { argument: "customer.country", type: "string", kind: "any", value: "" },
    { argument: "days", type: undefined, kind: "one_of", value: "[1,7]" },
  ]);
});

test("a limit that cannot be read is said in its row, and a time that is too long beside its field", () => {
  const form = {
    ...tool,
    seconds: "90",
    "rule.0.argument": "amount",
    "rule.0.kind": "max",
    "rule.0.value": "much",
    "rule.1.argument": "city",
    "rule.1.kind": "pattern",
    "rule.1.value": "",
  };
  expect(limitsFormSchema.safeParse(form).error?.issues.map(({ path }) => path.join("."))).toEqual([
    "rule.0.value",
    "rule.1.value",
    "seconds",
  ]);
});
