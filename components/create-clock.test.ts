import { describe, expect, test } from "vitest";
import { createClock, duration, startOfDay } from "./create-clock";

const now = new Date("2026-11-20T10:44:00Z");
const london = createClock("Europe/London", now);

describe("a viewer's clock", () => {
  test("times are those of the viewer's own zone, also across its change to summer time", () => {
    expect(london.time(now)).toBe("10:44");
    expect(createClock("America/New_York", now).time(now)).toBe("05:44");
    expect(london.time(new Date("2026-07-01T10:44:00Z"))).toBe("11:44");
    expect(london.time(new Date("2026-11-20T00:05:00Z"))).toBe("00:05");
  });

  test("a day begins at the viewer's midnight", () => {
    const lateThere = new Date("2026-11-20T02:00:00Z");
    expect(london.day(lateThere)).toBe("Today");
    expect(createClock("America/New_York", now).day(lateThere)).toBe("Yesterday");
  });

  test("days are named by what sets them apart", () => {
    expect(london.day(new Date("2026-11-19T23:00:00Z"))).toBe("Yesterday");
    expect(london.day(new Date("2026-11-18T10:00:00Z"))).toBe("Wednesday 18 November");
    expect(london.day(new Date("2025-11-18T10:00:00Z"))).toBe("Tuesday 18 November 2025");
  });

  test("a list says the shortest that is clear", () => {
    const short = (date: string) => london.short(new Date(date));
    expect(short("2026-11-20T09:40:00Z")).toBe("09:40");
    expect(short("2026-11-18T09:40:00Z")).toBe("Wed");
    expect(short("2026-11-03T09:40:00Z")).toBe("3 Nov");
    expect(short("2025-11-03T09:40:00Z")).toBe("3 Nov 2025");
    expect(short("2026-11-22T09:40:00Z")).toBe("22 Nov");
    expect(short("2027-11-20T09:40:00Z")).toBe("20 Nov 2027");
  });

  test("the whole date has everything", () => {
    expect(london.full(now)).toBe("Friday 20 November 2026, 10:44:00");
  });
});

test.each([
  [59_000, "under 1 min"],
  [3 * 60_000, "3 min"],
  [60 * 60_000, "1 h"],
  [112 * 60_000, "1 h 52 min"],
  [49 * 60 * 60_000, "2 days"],
  [-5, "under 1 min"],
])("a stretch of %i ms reads %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test.each([
  ["2026-11-20", "Europe/London", "2026-11-20T00:00:00.000Z"],
  ["2026-07-01", "Europe/London", "2026-06-30T23:00:00.000Z"],
  ["2026-11-20", "America/New_York", "2026-11-20T05:00:00.000Z"],
  ["2026-11-20", "Asia/Kolkata", "2026-11-19T18:30:00.000Z"],
  ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
  ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
])("the day %s in %s begins at %s", (day, timeZone, start) => {
  expect(startOfDay(day, timeZone).toISOString()).toBe(start);
});
