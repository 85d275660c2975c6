import { z } from "zod";
import { type Weekday, weekdays } from "./opening-hours";

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, "Give a time such as 09:00; the end of a day is 24:00.");

const openInterval = z
  .strictObject({ from: clockTime, to: clockTime })
  .refine(
    ({ from, to }) => from < to,
    "It closes before it opens. Past midnight, end one day at 24:00 and begin the next at 00:00.",
  );

/** When it is open on one weekday, in order; an empty list: closed. */
const openDay = z
  .array(openInterval)
  .max(4, "At most four stretches a day.")
  .refine((day) => day.every((each, index) => index === 0 || (day[index - 1]?.to ?? "") <= each.from), {
    error: "Give the stretches in order, without overlap.",
  });

/** By weekday, in the business's own time zone. All seven empty: not given. */
export const openingHoursSchema = z.strictObject(
  Object.fromEntries(weekdays.map((day) => [day, openDay])) as Record<Weekday, typeof openDay>,
);
export type OpeningHours = z.output<typeof openingHoursSchema>;

/** What the prompt's fields are filled from. */
export const businessSchema = z.strictObject({
  name: z.string().trim().max(100, "A name has at most 100 characters."),
  timeZone: z.string().refine(isTimeZone, "Give a time zone such as Europe/London."),
  hours: openingHoursSchema,
  languages: z
    .array(z.string().refine(isLanguage, "Give a language code such as en, de or pt-BR."))
    .max(20, "At most 20 languages."),
});
export type Business = z.output<typeof businessSchema>;

export const noHours = Object.fromEntries(weekdays.map((day) => [day, []])) as unknown as OpeningHours;
export const emptyBusiness: Business = { name: "", timeZone: "UTC", hours: noHours, languages: [] };

/** As stored: what a version from before there was a field does not say is empty. */
export function readBusiness(stored: unknown): Business {
  const given = businessSchema.partial().safeParse(stored).data;
  return { ...emptyBusiness, ...given };
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

function isLanguage(code: string): boolean {
  try {
    return Intl.getCanonicalLocales(code)[0]?.toLowerCase() === code.toLowerCase();
  } catch {
    return false;
  }
}
