const dayMs = 24 * 60 * 60_000;

/** What clock and calendar of a time zone show at an instant. */
export interface ZonedTime {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
}

export function toZonedTime(instant: number, timeZone: string): ZonedTime {
  const parts = formatOf(timeZone).formatToParts(instant);
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: number("year"),
    month: number("month"),
    day: number("day"),
    hour: number("hour"),
    minute: number("minute"),
  };
}

/**
 * The instant at which clocks of the time zone show this; hour 24 and days past a month's end count on. What they show
 * twice, when they are put back, is the first time; what they skip is read by the clock from before, as everybody's watch.
 */
export function fromZonedTime({ year, month, day, hour, minute }: ZonedTime, timeZone: string): number {
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  const before = offsetAt(asUtc - dayMs, timeZone);
  const after = offsetAt(asUtc + dayMs, timeZone);
  const shown = [before, after].filter((offset) => offsetAt(asUtc - offset, timeZone) === offset);
  return asUtc - Math.max(...(shown.length > 0 ? shown : [before]));
}

/** How far the zone's clocks are ahead of UTC, in ms. */
function offsetAt(instant: number, timeZone: string): number {
  const { year, month, day, hour, minute } = toZonedTime(instant, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(instant / 60_000) * 60_000;
}

/** Making one takes longer than all else here. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const digits = "numeric" as const;
  const fields = { year: digits, month: digits, day: digits, hour: digits, minute: digits, hourCycle: "h23" as const };
  const format = new Intl.DateTimeFormat("en-GB", { ...fields, calendar: "gregory", timeZone });
  formats.set(timeZone, format);
  return format;
}
