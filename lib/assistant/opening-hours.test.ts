import { expect, test } from "vitest";
import { describeDay, readDay } from "./opening-hours";

test.each([
  ["9-18", "09:00–18:00"],
  ["09:00–12:00, 13:00–18:30", "09:00–12:00, 13:00–18:30"],
  ["9am to 6pm", "09:00–18:00"],
  ["12pm-1.30pm and 17-0", "12:00–13:30, 17:00–24:00"],
  ["closed", "closed"],
  ["", "closed"],
])("%j is read as %s", (typed, meant) => {
  expect(describeDay(readDay(typed) ?? [{ from: "?", to: "?" }])).toBe(meant);
});

test.each(["9", "nine to five", "9-25", "9:75-10", "9-12-15"])("%j is not read at all", (typed) => {
  expect(readDay(typed)).toBeNull();
});
