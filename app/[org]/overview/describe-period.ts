import type { Period } from "@/lib/overview/resolve-period";

/** "Since Friday", "Today", "From 1 to 7 November": as a sentence begins with it. */
export function sinceWords(period: Period): string {
  switch (period.name) {
    case "today":
      return "Today";
    case "7d":
      return `Since ${words(period.firstDay, { weekday: "long" })}`;
    case "30d":
      return `Since ${words(period.firstDay, { day: "numeric", month: "long" })}`;
    default:
      return period.firstDay === period.lastDay ? `On ${dayWords(period.firstDay)}` : `From ${rangeWords(period)}`;
  }
}

/** 1 to 7 November, 28 October to 3 November. */
export function rangeWords({ firstDay, lastDay }: Period): string {
  if (firstDay === lastDay) return dayWords(firstDay);
  const sameMonth = firstDay.slice(0, 7) === lastDay.slice(0, 7);
  const first = sameMonth
    ? words(firstDay, { day: "numeric" })
    : dayWords(firstDay, firstDay.slice(0, 4) !== lastDay.slice(0, 4));
  return `${first} to ${dayWords(lastDay)}`;
}

/** What the period before is called, after "than" or "on". */
export function beforeWords({ name }: Period): string {
  if (name === "today") return "yesterday by now";
  if (name === "7d") return "the week before";
  return name === "30d" ? "the 30 days before" : "the days before";
}

function dayWords(day: string, withYear = day.slice(0, 4) !== new Date().toISOString().slice(0, 4)): string {
  return words(day, { day: "numeric", month: "long", ...(withYear && { year: "numeric" }) });
}

/** A day of the calendar, which has no time zone. */
function words(day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }).format(new Date(day));
}
