import { fromZonedTime, toZonedTime } from "../zoned-time";
import type { PeriodName, PeriodRequest } from "./schema";

export interface Period {
  /** Null when days were chosen. */
  name: PeriodName | null;
  /** Both of them in it, as the viewer's calendar has them: 2026-11-20. */
  firstDay: string;
  lastDay: string;
  timeZone: string;
  /** Instants; `to` itself is outside, and is never after now. */
  from: Date;
  to: Date;
  /** As many days before, up to the same time of the day: what a period that still runs is fairly compared with. */
  previous: { from: Date; to: Date };
  /** The columns of a chart: the beginning of each hour, day or week (from Monday), the first at `from`. */
  unit: "hour" | "day" | "week";
  starts: Date[];
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** More days than this are shown by the week. */
const mostColumns = 62;

/** What a request means for somebody in this time zone at this moment. Days have 23 or 25 hours when clocks change. */
export function resolvePeriod(request: PeriodRequest, timeZone: string, now = new Date()): Period {
  const today = dayOf(now, timeZone);
  const name = request.from ? null : (request.period ?? "7d");
  const lastDay = request.to ?? today;
  const firstDay = request.from ?? plusDays(today, -daysBefore[name ?? "today"]);
  const days = daysBetween(firstDay, lastDay) + 1;

  const from = startOfDay(firstDay, timeZone);
  const end = startOfDay(plusDays(lastDay, 1), timeZone);
  // A period in the future is empty, not negative.
  const to = new Date(Math.max(from.getTime(), Math.min(end.getTime(), now.getTime())));
  const previousFrom = startOfDay(plusDays(firstDay, -days), timeZone);
  const previousTo = new Date(Math.min(previousFrom.getTime() + (to.getTime() - from.getTime()), from.getTime()));
  const unit = days === 1 ? "hour" : days <= mostColumns ? "day" : "week";
  return {
    name,
    firstDay,
    lastDay,
    timeZone,
    from,
    to,
    previous: { from: previousFrom, to: previousTo },
    unit,
    starts: unit === "hour" ? hours(from, end) : startsOfDays(firstDay, lastDay, timeZone, unit),
  };
}

const daysBefore = { today: 0, "7d": 6, "30d": 29 } as const;

function hours(from: Date, end: Date): Date[] {
  const count = Math.round((end.getTime() - from.getTime()) / hourMs);
  return Array.from({ length: count }, (_, hour) => new Date(from.getTime() + hour * hourMs));
}

function startsOfDays(firstDay: string, lastDay: string, timeZone: string, unit: "day" | "week"): Date[] {
  const starts: Date[] = [];
  for (let day = firstDay; day <= lastDay; day = plusDays(day, 1)) {
    if (unit === "day" || day === firstDay || isMonday(day)) starts.push(startOfDay(day, timeZone));
  }
  return starts;
}

/** 2026-11-20 */
function dayOf(at: Date, timeZone: string): string {
  const { year, month, day } = toZonedTime(at.getTime(), timeZone);
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** The first instant of a day: midnight, or where clocks go forward at midnight the moment that they do. */
function startOfDay(date: string, timeZone: string): Date {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  return new Date(fromZonedTime({ year, month, day, hour: 0, minute: 0 }, timeZone));
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / dayMs);
}

function isMonday(day: string): boolean {
  return new Date(day).getUTCDay() === 1;
}
