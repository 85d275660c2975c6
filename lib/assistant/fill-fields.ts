import type { Business, OpeningHours } from "./business-schema";
import { describeDay, type Weekday, weekdays } from "./opening-hours";

/** What may stand in a prompt as `{{name}}`, and what it becomes. */
export const promptFields = {
  "business.name": "The name of the business",
  "business.languages": "The languages that it answers in",
  "now.weekday": "Today: Friday",
  "now.date": "Today’s date: 20 November 2026",
  "now.time": "The time at the business: 10:46",
  "hours.today": "Today’s opening hours: 09:00–18:00",
  "hours.state": "Now: open until 18:00, or closed until …",
  "hours.week": "The opening hours of all days",
} as const;

export type PromptField = keyof typeof promptFields;

const mark = /\{\{\s*([\w.]*)\s*\}\}/g;

/** The prompt as the model gets it. A field that does not exist is left as it was written. */
export function fillFields(prompt: string, business: Business, now: Date): string {
  return prompt.replace(mark, (written, name: string) =>
    isField(name) ? textOf(name, business, localTime(now, business.timeZone)) : written,
  );
}

/** The names between `{{` and `}}` that are no field, each once, in order. */
export function unknownFields(prompt: string): string[] {
  return [...new Set(fieldsIn(prompt).filter((name) => !isField(name)))];
}

/** Which fields the prompt uses. */
export function usedFields(prompt: string): Set<PromptField> {
  return new Set(fieldsIn(prompt).filter(isField));
}

/** "English, German", in English. */
export function languageNames(codes: string[]): string {
  const names = new Intl.DisplayNames("en", { type: "language" });
  return codes.map((code) => names.of(code) ?? code).join(", ");
}

function fieldsIn(prompt: string): string[] {
  return [...prompt.matchAll(mark)].map((match) => match[1] ?? "");
}

function isField(name: string): name is PromptField {
  return Object.hasOwn(promptFields, name);
}

interface LocalTime {
  weekday: Weekday;
  /** 10:46 */
  time: string;
  /** 20 November 2026 */
  date: string;
}

function textOf(field: PromptField, { name, languages, hours }: Business, now: LocalTime): string {
  const given = weekdays.some((day) => hours[day].length > 0);
  switch (field) {
    case "business.name":
      return name || "the business";
    case "business.languages":
      return languageNames(languages) || "the customer’s language";
    case "now.weekday":
      return capital(now.weekday);
    case "now.date":
      return now.date;
    case "now.time":
      return now.time;
    case "hours.today":
      return given ? describeDay(hours[now.weekday]) : unknownHours;
    case "hours.state":
      return given ? stateOf(hours, now) : unknownHours;
    case "hours.week":
      return given ? weekdays.map((day) => `${capital(day)} ${describeDay(hours[day])}`).join("; ") : unknownHours;
  }
}

/** Not "closed": the model would say so. */
const unknownHours = "(opening hours not known)";

function stateOf(hours: OpeningHours, { weekday, time }: LocalTime): string {
  const open = hours[weekday].find(({ from, to }) => from <= time && time < to);
  if (open) return `open until ${closingTime(hours, weekday, open.to)}`;
  const later = hours[weekday].find(({ from }) => from > time);
  if (later) return `closed until ${later.from}`;
  const today = weekdays.indexOf(weekday);
  for (let ahead = 1; ahead <= weekdays.length; ahead++) {
    const day = weekdays[(today + ahead) % weekdays.length] as Weekday;
    const [first] = hours[day];
    if (first) return `closed until ${ahead === 1 ? "tomorrow" : capital(day)} ${first.from}`;
  }
  return "closed";
}

/** A stretch that ends at midnight goes on where the next day begins with one. */
function closingTime(hours: OpeningHours, weekday: Weekday, to: string): string {
  if (to !== "24:00") return to;
  const [next] = hours[weekdays[(weekdays.indexOf(weekday) + 1) % weekdays.length] as Weekday];
  return next?.from === "00:00" && next.to !== "24:00" ? `${next.to} tomorrow` : "midnight";
}

function localTime(now: Date, timeZone: string): LocalTime {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { timeZone, ...options }).format(now);
  return {
    weekday: format({ weekday: "long" }).toLowerCase() as Weekday,
    time: format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    date: format({ day: "numeric", month: "long", year: "numeric" }),
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
