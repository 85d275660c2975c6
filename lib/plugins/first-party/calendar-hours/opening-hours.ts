import type { z } from "zod";
import type { Business } from "../../../assistant/business-schema";
import { describeDay, weekdays } from "../../../assistant/opening-hours";
import { AppError } from "../../../errors";
import { fromZonedTime, toZonedTime } from "../../../zoned-time";
import { openPeriods, weekdayOf } from "./open-periods";
import type { openingHoursInput } from "./schema";

/**
 * Whether the business is open now or at a given time, until when, and what comes next, in its own time zone.
 *
 * @throws AppError `invalid` for a time that is none
 */
export function openingHours({ at }: z.output<typeof openingHoursInput>, { hours, timeZone }: Business, now: number) {
  const instant = at === undefined ? now : readTime(at, timeZone);
  const asked = { timeZone, at: readClock(instant, timeZone) };
  if (weekdays.every((day) => hours[day].length === 0)) {
    return { ...asked, known: false, note: "The business has not given its opening hours. Say so, and do not guess." };
  }
  const periods = openPeriods(hours, timeZone, instant);
  const current = periods.find(({ opensAt, closesAt }) => opensAt <= instant && (closesAt ?? Infinity) > instant);
  const opening = periods.find(({ opensAt }) => opensAt > instant)?.opensAt ?? null;
  const closing = periods.find(({ closesAt }) => (closesAt ?? 0) > instant)?.closesAt ?? null;
  const alwaysOpen = current?.closesAt === null;
  const next = (time: number | null) => (time === null || alwaysOpen ? null : readClock(time, timeZone));
  return {
    ...asked,
    known: true,
    open: current !== undefined,
    alwaysOpen,
    openUntil: current ? next(closing) : null,
    closedUntil: current ? null : next(opening),
    nextOpening: next(opening),
    nextClosing: next(closing),
    week: Object.fromEntries(weekdays.map((day) => [day, describeDay(hours[day])])),
  };
}

/** As 2026-12-24T15:30, with seconds, Z or an offset if need be. */
const dateTime = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i;

function readTime(text: string, timeZone: string): number {
  const [, year, month, day, hour, minute, offset] = dateTime.exec(text.trim()) ?? [];
  // Date takes 31 February for 3 March: only what it gives back unchanged is a time.
  const wall = `${year}-${month}-${day}T${hour}:${minute}`;
  const utc = Date.parse(`${wall}Z`);
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 16) !== wall) {
    throw new AppError("invalid", "Give at as an ISO date and time, such as 2026-12-24T15:30.");
  }
  if (offset) return Date.parse(`${wall}${offset.toUpperCase()}`);
  const [years = 0, months = 0, days = 0, hours = 0, minutes = 0] = [year, month, day, hour, minute].map(Number);
  return fromZonedTime({ year: years, month: months, day: days, hour: hours, minute: minutes }, timeZone);
}

function readClock(instant: number, timeZone: string): { weekday: string; date: string; time: string } {
  const zoned = toZonedTime(instant, timeZone);
  const [month, day, hour, minute] = [zoned.month, zoned.day, zoned.hour, zoned.minute].map((part) =>
    String(part).padStart(2, "0"),
  );
  return { weekday: weekdayOf(zoned), date: `${zoned.year}-${month}-${day}`, time: `${hour}:${minute}` };
}
