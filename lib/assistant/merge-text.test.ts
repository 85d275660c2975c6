import { expect, test } from "vitest";
import { mergeText } from "./merge-text";

const before = "You are a desk.\n\n# Repairs\n- Look it up.\n\n# Prices\n- In pounds.";

test("changes to different lines stand together", () => {
  const theirs = before.replace("Look it up.", "Look it up first.");
  const mine = before.replace("In pounds.", "In euros.");
  expect(mergeText(before, theirs, mine)).toBe(theirs.replace("In pounds.", "In euros."));
});

test("a line more at the end and a changed beginning stand together", () => {
  expect(mergeText(before, before.replace("a desk", "the desk"), `${before}\n- No discount.`)).toBe(
    `${before.replace("a desk", "the desk")}\n- No discount.`,
  );
});

test("changes to one line, or to lines beside each other, do not", () => {
  expect(mergeText(before, before.replace("pounds", "euros"), before.replace("pounds", "dollars"))).toBeNull();
  expect(mergeText(before, before.replace("# Prices", "# Money"), before.replace("pounds", "dollars"))).toBeNull();
});
