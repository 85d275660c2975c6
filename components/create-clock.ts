/** Times as one viewer reads them. All texts are made on the server, so that the browser has nothing to correct. */
export interface ViewerClock {
  timeZone: string;
  /** When the page was read, for everything that is counted from now. */
  now: Date;
  /** 10:42 */
  time(date: Date): string;
  /** 10:42:07 */
  seconds(date: Date): string;
  /** Friday 20 November 2026, 10:42:07 */
  full(date: Date): string;
  /** Today, Yesterday, Wednesday 18 November, or with the year when it is another one. */
  day(date: Date): string;
  /** The same for one day and one only: 2026-11-20 */
  dayKey(date: Date): string;
  /** The shortest that is clear: 10:42 today, Wed for the last six days, 3 Nov, 3 Nov 2025. */
  short(date: Date): string;
}

const dayMs = 24 * 60 * 60 * 1000;

export function createClock(timeZone: string, now = new Date()): ViewerClock {
  const format = (options: Intl.DateTimeFormatOptions) => (date: Date) => formatter(timeZone, options).format(date);
  const year = format({ year: "numeric" });
  const time = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const dayKey = format({ year: "numeric", month: "2-digit", day: "2-digit" });
  const thisYear = (date: Date) => year(date) === year(now);
  const isToday = (date: Date) => dayKey(date) === dayKey(now);

  return {
    timeZone,
    now,
    time,
    seconds: format({ timeStyle: "medium", hourCycle: "h23" }),
    dayKey,
    full: (date) => `${long(date)} ${year(date)}, ${format({ timeStyle: "medium", hourCycle: "h23" })(date)}`,
    day(date) {
      if (isToday(date)) return "Today";
      if (dayKey(date) === dayKey(new Date(now.getTime() - dayMs))) return "Yesterday";
      return thisYear(date) ? long(date) : `${long(date)} ${year(date)}`;
    },
    short(date) {
      if (isToday(date)) return time(date);
      const ageMs = now.getTime() - date.getTime();
      if (ageMs >= 0 && ageMs < 6 * dayMs) return format({ weekday: "short" })(date);
      const dayAndMonth = format({ day: "numeric", month: "short" })(date);
      return thisYear(date) ? dayAndMonth : `${dayAndMonth} ${year(date)}`;
    },
  };

  function long(date: Date): string {
    // Without the comma that en-GB puts after the weekday.
    return `${format({ weekday: "long" })(date)} ${format({ day: "numeric", month: "long" })(date)}`;
  }
}

/** Making a formatter is slow and using one is fast: keep them. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${JSON.stringify(options)}`;
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
    formatters.set(key, found);
  }
  return found;
}

/** When a day (2026-11-20) begins where the viewer is. */
export function startOfDay(day: string, timeZone: string): Date {
  const asUtc = Date.parse(day);
  // Asked twice: the first guess may lie on the other side of a change to summer time.
  const guess = asUtc - offsetMs(new Date(asUtc), timeZone);
  return new Date(asUtc - offsetMs(new Date(guess), timeZone));
}

/** How far the zone's clock is ahead of UTC at that moment. */
function offsetMs(at: Date, timeZone: string): number {
  const name = formatter(timeZone, { timeZoneName: "longOffset" })
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")?.value;
  const [, sign, hours = "0", minutes = "0"] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? "") ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** 3 min, 1 h 52, 2 days: a stretch of time in the two largest units that matter. */
export function duration(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes === 0) return "under 1 min";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  return days === 1 ? "1 day" : `${days} days`;
}
