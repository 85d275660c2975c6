import { describe, expect, it } from "vitest";
import { type Business, emptyBusiness, noHours } from "../../../assistant/business-schema";
import { openingHours } from "./opening-hours";

const weekday = [
  { from: "09:00", to: "12:00" },
  { from: "13:00", to: "18:00" },
];
const night = [
  { from: "00:00", to: "02:00" },
  { from: "20:00", to: "24:00" },
];
const allDay = [{ from: "00:00", to: "24:00" }];
const shop: Business = {
  ...emptyBusiness,
  timeZone: "Europe/Berlin",
  hours: { ...noHours, monday: weekday, tuesday: weekday, friday: night, saturday: night },
};

/** Answers as a person would read them: "tuesday 2026-11-24 09:00". */
function ask(at: string, business = shop, now = 0) {
  const { openUntil, closedUntil, nextOpening, nextClosing, ...rest } = {
    openUntil: null,
    closedUntil: null,
    nextOpening: null,
    nextClosing: null,
    ...openingHours({ at }, business, now),
  };
  const words = (time: { weekday: string; date: string; time: string } | null) =>
    time && `${time.weekday} ${time.date} ${time.time}`;
  return {
    ...rest,
    at: words(rest.at),
    openUntil: words(openUntil),
    closedUntil: words(closedUntil),
    nextOpening: words(nextOpening),
    nextClosing: words(nextClosing),
  };
}

describe("opening hours", () => {
  it("says until when it is open and when it opens again", () => {
    expect(ask("2026-11-23T10:30")).toMatchObject({
      open: true,
      at: "monday 2026-11-23 10:30",
      openUntil: "monday 2026-11-23 12:00",
      closedUntil: null,
      nextOpening: "monday 2026-11-23 13:00",
      nextClosing: "monday 2026-11-23 12:00",
      week: { monday: "09:00–12:00, 13:00–18:00", wednesday: "closed" },
    });
  });

  it("counts the minute of opening as open and that of closing as closed", () => {
    expect(ask("2026-11-23T09:00")).toMatchObject({ open: true });
    expect(ask("2026-11-23T12:00")).toMatchObject({ open: false, closedUntil: "monday 2026-11-23 13:00" });
  });

  it("looks past closed days", () => {
    expect(ask("2026-11-24T18:00")).toMatchObject({
      open: false,
      closedUntil: "friday 2026-11-27 00:00",
      nextClosing: "friday 2026-11-27 02:00",
    });
  });

  it("finds the only opening of the week again just after it", () => {
    const hours = { ...noHours, monday: [{ from: "09:00", to: "10:00" }] };
    expect(ask("2026-11-23T10:00", { ...shop, hours })).toMatchObject({
      closedUntil: "monday 2026-11-30 09:00",
      nextClosing: "monday 2026-11-30 10:00",
    });
    expect(ask("2026-11-23T09:30", { ...shop, hours })).toMatchObject({ nextOpening: "monday 2026-11-30 09:00" });
  });

  it("takes a night over midnight for one stretch", () => {
    expect(ask("2026-11-27T23:00")).toMatchObject({ open: true, openUntil: "saturday 2026-11-28 02:00" });
    expect(ask("2026-11-28T01:00")).toMatchObject({ open: true, openUntil: "saturday 2026-11-28 02:00" });
    expect(ask("2026-11-28T23:00")).toMatchObject({ open: true, openUntil: "sunday 2026-11-29 00:00" });
  });

  it("knows what never closes", () => {
    const days = Object.fromEntries(Object.keys(noHours).map((day) => [day, allDay])) as unknown as Business["hours"];
    const always = ask("2026-11-23T10:30", { ...shop, hours: days });
    expect(always).toMatchObject({ open: true, alwaysOpen: true, openUntil: null, nextClosing: null });
  });

  it("does not take six whole days for a business that never closes", () => {
    const six = { monday: allDay, tuesday: allDay, wednesday: allDay, thursday: allDay, friday: allDay };
    expect(ask("2026-11-24T10:30", { ...shop, hours: { ...noHours, ...six, saturday: allDay } })).toMatchObject({
      alwaysOpen: false,
      openUntil: "sunday 2026-11-29 00:00",
      nextOpening: "monday 2026-11-30 00:00",
    });
  });

  it("answers for now, and reads an offset, in the business's time zone", () => {
    const now = Date.parse("2026-11-23T09:30:00Z");
    expect(openingHours({}, shop, now)).toMatchObject({
      at: { date: "2026-11-23", time: "10:30" },
      open: true,
    });
    expect(ask("2026-11-23T09:30:00Z")).toMatchObject({ at: "monday 2026-11-23 10:30" });
    expect(ask("2026-11-23T20:30-12:00")).toMatchObject({ at: "tuesday 2026-11-24 09:30", open: true });
    expect(ask("2026-11-23T10:30", { ...shop, timeZone: "Pacific/Auckland" })).toMatchObject({ open: true });
  });

  it("keeps to the clock on the wall when clocks are put forward and back", () => {
    const sunday = { ...shop, hours: { ...noHours, sunday: [{ from: "01:00", to: "09:00" }] } };
    // 29 March 2026, 02:00 → 03:00; 25 October 2026, 03:00 → 02:00.
    expect(ask("2026-03-28T23:00:00Z", sunday)).toMatchObject({ closedUntil: "sunday 2026-03-29 01:00" });
    expect(ask("2026-03-29T06:59:00Z", sunday)).toMatchObject({ open: true, openUntil: "sunday 2026-03-29 09:00" });
    expect(ask("2026-03-29T07:00:00Z", sunday)).toMatchObject({ open: false, at: "sunday 2026-03-29 09:00" });
    expect(ask("2026-10-25T07:59:00Z", sunday)).toMatchObject({ open: true });
    expect(ask("2026-10-25T08:00:00Z", sunday)).toMatchObject({ open: false, at: "sunday 2026-10-25 09:00" });
    const skipped = { ...shop, hours: { ...noHours, sunday: [{ from: "02:30", to: "09:00" }] } };
    expect(ask("2026-03-29T00:00:00Z", skipped)).toMatchObject({ closedUntil: "sunday 2026-03-29 03:30" });
  });

  it("does not make hours up that were not given", () => {
    expect(ask("2026-11-23T10:30", { ...shop, hours: noHours })).toMatchObject({
      known: false,
      note: expect.stringMatching(/not given/),
    });
  });

  it.each(["tomorrow", "2026-02-31T10:00", "2026-11-23", "2026-11-23T25:00"])("refuses %j as a time", (at) => {
    expect(() => ask(at)).toThrow(/ISO date and time/);
  });
});
