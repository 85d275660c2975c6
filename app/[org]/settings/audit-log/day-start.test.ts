import { expect, test } from "vitest";
import { dayEnd, dayStart } from "./day-start";

test.each([
  ["2026-11-20", "UTC", "2026-11-20T00:00:00.000Z"],
  ["2026-11-20", "Europe/Berlin", "2026-11-19T23:00:00.000Z"],
  ["2026-11-20", "America/New_York", "2026-11-20T05:00:00.000Z"],
  ["2026-11-20", "Asia/Kolkata", "2026-11-19T18:30:00.000Z"],
  ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
  ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z"],
])("%s begins in %s at %s", (day, timeZone, start) => {
  expect(dayStart(day, timeZone).toISOString()).toBe(start);
});

test("the day on which the clocks change is 23 hours long in spring and 25 in autumn", () => {
  const hours = (day: string) =>
    (dayEnd(day, "Europe/Berlin").getTime() - dayStart(day, "Europe/Berlin").getTime()) / 3_600_000;
  expect([hours("2026-03-29"), hours("2026-10-25"), hours("2026-11-20")]).toEqual([23, 25, 24]);
});
