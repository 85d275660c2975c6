import { describe, expect, test } from "vitest";
import { emptyBusiness } from "./business-schema";
import { describeField, diffContent } from "./diff-content";
import { diffText } from "./diff-text";
import { type Answering, answeringDefaults } from "./schema";

const before: Answering = { ...answeringDefaults, organizationModelId: "one", systemPrompt: "You are a desk." };
const labels = new Map([
  ["one", "gpt-4.1-mini"],
  ["two", "gpt-4.1"],
]);

describe("the difference of two texts", () => {
  const lines = [
    "You are a desk.",
    "",
    "# Repairs",
    "- Look it up.",
    "- Be kind.",
    "",
    "# Prices",
    "- Members get 5 % off.",
  ];

  test("shows the words of a changed line, folds what is the same, and counts words", () => {
    const after = lines.with(7, "- Members get no discount.").join("\n");
    expect(diffText(lines.join("\n"), after)).toEqual({
      lines: [
        { kind: "folded", lines: 6 },
        { kind: "same", words: [{ text: "# Prices", change: "same" }] },
        {
          kind: "changed",
          words: [
            { text: "- Members get ", change: "same" },
            { text: "5 % off", change: "removed" },
            { text: "no discount", change: "added" },
            { text: ".", change: "same" },
          ],
        },
      ],
      added: 2,
      removed: 3,
    });
  });

  test("shows a new line as new, also at the end", () => {
    const { lines: shown, added } = diffText("One.", "One.\nTwo more.");
    expect(shown).toEqual([
      { kind: "same", words: [{ text: "One.", change: "same" }] },
      { kind: "changed", words: [{ text: "Two more.", change: "added" }] },
    ]);
    expect(added).toBe(2);
  });

  test("of a text that was empty is all of it", () => {
    expect(diffText("", "Hello there.")).toMatchObject({ added: 2, removed: 0, lines: [{ kind: "changed" }] });
  });
});

test("the difference of two versions names each field as an owner does, and no other", () => {
  const after: Answering = {
    ...before,
    organizationModelId: "two",
    temperature: 0.3,
    rules: ["Never give a discount."],
    settleMs: 2500,
    business: {
      ...emptyBusiness,
      name: "Northside Cycles",
      hours: { ...emptyBusiness.hours, monday: [{ from: "09:00", to: "18:00" }] },
    },
  };
  const diff = diffContent(before, after, labels);
  expect(
    diff.map((each) => (each.kind === "value" ? [each.label, each.before, each.after] : [each.label, each.text.added])),
  ).toEqual([
    ["Model", "gpt-4.1-mini", "gpt-4.1"],
    ["Rules", 4],
    ["Business name", "none", "Northside Cycles"],
    ["Open on Monday", "closed", "09:00–18:00"],
    ["Temperature", "the model’s own", "0.3"],
    ["Wait for more", "1.5 s", "2.5 s"],
  ]);
  expect(diffContent(before, before, labels)).toEqual([]);
});

test("tools are named plugin by plugin, and plugins by their names", () => {
  const names = new Map([...labels, ["shop", "Workshop"]]);
  const after: Answering = {
    ...before,
    enabledPluginIds: ["shop", "gone"],
    enabledTools: { shop: ["look_up", "book"], gone: ["old"] },
    fallbackModelIds: ["two"],
    hedgeAfterMs: 2500,
  };
  expect(diffContent(before, after, names)).toEqual([
    { field: "enabledTools", label: "Tools of Workshop", kind: "value", before: "none", after: "look_up, book" },
    { field: "enabledTools", label: "Tools of a disconnected plugin", kind: "value", before: "none", after: "old" },
    { field: "fallbackModelIds", label: "Stand-in models", kind: "value", before: "none", after: "gpt-4.1" },
    { field: "hedgeAfterMs", label: "Ask the next model after", kind: "value", before: "never", after: "2.5 s" },
  ]);
  expect(describeField(after, "enabledTools", names)).toBe("Workshop: look_up, book; a disconnected plugin: old");
});
