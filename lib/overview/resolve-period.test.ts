import { describe, expect, test } from "vitest";
import { resolvePeriod } from "./resolve-period";

const now = new Date("2026-11-20T10:30:00Z");
const iso = (date: Date) => date.toISOString();

describe("a period", () => {
  test("is seven days that end now, unless something else is asked for", () => {
    const period = resolvePeriod({}, "UTC", now);
    expect(period).toMatchObject({ name: "7d", firstDay: "2026-11-14", lastDay: "2026-11-20", unit: "day" });
    expect(iso(period.from)).toBe("2026-11-14T00:00:00.000Z");
    expect(period.to).toEqual(now);
    expect(period.starts).toHaveLength(7);
  });

  test("that still runs is compared with as much time of the days before", () => {
    const { previous } = resolvePeriod({ period: "today" }, "UTC", now);
    expect([previous.from, previous.to].map(iso)).toEqual(["2026-11-19T00:00:00.000Z", "2026-11-19T10:30:00.000Z"]);
  });

  test("of one day has hours, of a month days, of half a year weeks from Monday", () => {
    expect(resolvePeriod({ period: "today" }, "UTC", now).starts).toHaveLength(24);
    expect(resolvePeriod({ period: "30d" }, "UTC", now).starts).toHaveLength(30);
    const half = resolvePeriod({ from: "2026-01-01", to: "2026-06-30" }, "UTC", now);
    expect(half.unit).toBe("week");
    expect(half.starts.slice(0, 2).map(iso)).toEqual(["2026-01-01T00:00:00.000Z", "2026-01-05T00:00:00.000Z"]);
  });

  test("in the future is empty", () => {
    const period = resolvePeriod({ from: "2027-01-01", to: "2027-01-02" }, "UTC", now);
    expect(period.to).toEqual(period.from);
  });
});

describe("a day begins", () => {
  test("when the viewer's clock says so", () => {
    const { from, to, firstDay } = resolvePeriod({ period: "today" }, "Pacific/Auckland", now);
    expect(firstDay).toBe("2026-11-20");
    expect(iso(from)).toBe("2026-11-19T11:00:00.000Z");
    expect(to).toEqual(now);
    expect(resolvePeriod({ period: "today" }, "America/Los_Angeles", new Date("2026-11-20T05:00:00Z")).firstDay).toBe(
      "2026-11-19",
    );
  });

  test.each([
    ["Europe/London", "2026-03-29", "2026-03-29T00:00:00.000Z", 23],
    ["Europe/London", "2026-10-25", "2026-10-24T23:00:00.000Z", 25],
    ["America/New_York", "2026-03-08", "2026-03-08T05:00:00.000Z", 23],
    ["Asia/Kathmandu", "2026-05-05", "2026-05-04T18:15:00.000Z", 24],
    // Clocks go forward at midnight: the day begins at one.
    ["Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00.000Z", 23],
    ["America/Havana", "2026-11-01", "2026-11-01T04:00:00.000Z", 25],
  ])("in %s on %s at %s and has %i hours", (timeZone, day, start, hours) => {
    const { from, starts } = resolvePeriod({ from: day, to: day }, timeZone, now);
    expect(iso(from)).toBe(start);
    expect(starts).toHaveLength(hours);
  });
});
