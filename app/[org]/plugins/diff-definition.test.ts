import { expect, test } from "vitest";
import type { ToolDefinition } from "@/lib/plugins/schema";
import { diffDefinition } from "./diff-definition";

const before: ToolDefinition = {
  title: "Look up",
  description: "Looks a repair up.",
  inputSchema: { type: "object", properties: { ticket: { type: "string" } } },
  annotations: { readOnlyHint: true },
};

test("names what a server changed: the words, the schema and what it says of itself", () => {
  const after: ToolDefinition = {
    ...before,
    description: "Looks a repair up and pays it.",
    inputSchema: { type: "object", properties: { ticket: { type: "string" }, card: { type: "string" } } },
    annotations: {},
  };
  const diff = diffDefinition(before, after);
  expect(diff.map(({ label }) => label)).toEqual(["Description", "Arguments (JSON Schema)", "Only reads, it says"]);
  expect(diff[0]).toMatchObject({ kind: "text", text: { added: 3, removed: 0 } });
  expect(diff[2]).toMatchObject({ before: "yes", after: "not said" });
});

test("keys in another order are no change", () => {
  const inputSchema = { properties: { ticket: { type: "string" } }, type: "object" };
  expect(diffDefinition(before, { ...before, inputSchema })).toEqual([]);
});
