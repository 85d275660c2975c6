import type { ViewerClock } from "@/components/create-clock";
import type { Period } from "@/lib/overview/resolve-period";

export interface ColumnLabel {
  /** Under the column: Fri 13, 10, 2 Nov. */
  short: string;
  /** In the table: Friday 13 November, 10:00, week of 2 November. */
  long: string;
  /** Holds this moment. */
  isNow: boolean;
}

export function columnLabels({ starts, unit, timeZone, to }: Period, { now }: ViewerClock): ColumnLabel[] {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
    return (date: Date) => made.format(date).replace(",", "");
  };
  const runs = to.getTime() === now.getTime();
  const current = runs ? starts.findLastIndex((start) => start <= now) : -1;
  const few = starts.length <= 7;
  const short =
    unit === "hour"
      ? format({ hour: "2-digit", hourCycle: "h23" })
      : format(few ? { weekday: "short", day: "numeric" } : { day: "numeric", month: "short" });
  const long =
    unit === "hour"
      ? format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
      : format({ weekday: "long", day: "numeric", month: "long" });
  return starts.map((start, index) => {
    const isNow = index === current;
    return {
      short: isNow && unit === "day" ? "Today" : short(start),
      long: unit === "week" ? `from ${long(start)}` : long(start),
      isNow,
    };
  });
}
