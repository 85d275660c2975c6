export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof weekdays)[number];

/** A stretch of a day, as 09:00 to 18:00; the end of a day is 24:00. */
export interface OpenInterval {
  from: string;
  to: string;
}

/** "09:00–12:00, 13:00–18:00", or "closed". */
export function describeDay(day: OpenInterval[]): string {
  return day.map(({ from, to }) => `${from}–${to}`).join(", ") || "closed";
}

/**
 * What a person types for a day: "9-12, 13:00–18:30", "9am to 6pm", "closed" or nothing. Null when it cannot be read; that
 * a stretch ends before it begins is for the schema to say.
 */
export function readDay(text: string): OpenInterval[] | null {
  const words = text.trim().toLowerCase();
  if (words === "" || words === "closed") return [];
  const intervals = words.split(/\s*(?:,|;|\band\b|&)\s*/).map(readInterval);
  return intervals.includes(null) ? null : (intervals as OpenInterval[]);
}

function readInterval(text: string): OpenInterval | null {
  const [from, to, ...more] = text.split(/\s*(?:-|–|—|\bto\b|\buntil\b)\s*/).map(readTime);
  return from && to && more.length === 0 ? { from, to: to === "00:00" ? "24:00" : to } : null;
}

function readTime(text: string): string | null {
  const [, hourText, minutes = "00", half] = /^(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?$/.exec(text.trim()) ?? [];
  if (hourText === undefined) return null;
  const hour = (Number(hourText) % (half ? 12 : 100)) + (half === "pm" ? 12 : 0);
  const isTime = Number(minutes) < 60 && (hour < 24 || (hour === 24 && minutes === "00"));
  return isTime ? `${String(hour).padStart(2, "0")}:${minutes}` : null;
}
