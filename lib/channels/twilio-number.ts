import { parsePhoneNumberFromString } from "libphonenumber-js";
import { z } from "zod";

/** A WhatsApp sender as Twilio or a person writes it, with or without `whatsapp:`; comes out as E.164. */
export const twilioNumberSchema = z
  .string()
  .max(50, "This is too long for a telephone number.")
  .transform((written, context) => {
    const number = written.trim().replace(/^whatsapp:\s*/i, "");
    // Possible, not assigned: the numbering plans in the library are always older than the newest numbers.
    const parsed = number.startsWith("+") ? parsePhoneNumberFromString(number, { extract: false }) : undefined;
    if (parsed?.isPossible() && !parsed.ext) return parsed.number as string;
    context.addIssue({ code: "custom", message: numberSentence(number) });
    return z.NEVER;
  });

function numberSentence(number: string): string {
  if (!number.startsWith("+")) return "Start with the country code: +44 7700 900100.";
  return "This is not a telephone number. Write it with its country code: +44 7700 900100.";
}
