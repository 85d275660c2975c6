import type { OpeningHours } from "../../../assistant/business-schema";
import { weekdays } from "../../../assistant/opening-hours";
import { fromZonedTime, toZonedTime, type ZonedTime } from "../../../zoned-time";

/** From one opening to the closing after it, as instants in ms; null: it does not close. */
export interface OpenPeriod {
  opensAt: number;
  closesAt: number | null;
}

/** A week and a day on both sides: wherever in it one asks, the whole of each weekday follows. */
const daysAhead = 9;
const weekMs = 7 * 24 * 60 * 60_000;

/**
 * When it is open around an instant, in order: from the day before to the same weekday a week later, so that there are an
 * opening and a closing after it wherever the week has any. Stretches that meet, as at midnight, are one.
 */
export function openPeriods(hours: OpeningHours, timeZone: string, instant: number): OpenPeriod[] {
  const today = toZonedTime(instant, timeZone);
  const periods: { opensAt: number; closesAt: number }[] = [];
  for (let ahead = -1; ahead < daysAhead; ahead++) {
    const date = { ...today, day: today.day + ahead };
    for (const { from, to } of hours[weekdayOf(date)]) {
      const opensAt = fromZonedTime({ ...date, ...clock(from) }, timeZone);
      const closesAt = fromZonedTime({ ...date, ...clock(to) }, timeZone);
      const last = periods.at(-1);
      if (last && last.closesAt >= opensAt) last.closesAt = Math.max(last.closesAt, closesAt);
      else if (closesAt > opensAt) periods.push({ opensAt, closesAt });
    }
  }
  return periods.map(({ opensAt, closesAt }) => ({ opensAt, closesAt: closesAt - opensAt > weekMs ? null : closesAt }));
}

export function weekdayOf({ year, month, day }: ZonedTime): (typeof weekdays)[number] {
  const sundayFirst = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return weekdays[(sundayFirst + 6) % 7] ?? "monday";
}

function clock(time: string): { hour: number; minute: number } {
  const [hour, minute] = time.split(":").map(Number);
  return { hour: hour ?? 0, minute: minute ?? 0 };
}
