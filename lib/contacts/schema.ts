import { z } from "zod";
import { isStorable, unstorable } from "../storable";

export const mostContactFields = 30;

/** A letter first, so that no name means something else to JavaScript or a spreadsheet. */
const fieldName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "A field's name has up to 40 lower-case letters, digits and _, a letter first.");

// A value may be cut out of what a model wrote: half a character could not be stored.
const fieldValue = z.string().max(500, "A field has at most 500 characters.").refine(isStorable, unstorable);

/** What to write down of a contact, by name of the field; null removes one. */
export const contactFieldChanges = z
  .record(fieldName, fieldValue.nullable())
  .refine((fields) => Object.keys(fields).length > 0, "Name at least one field.")
  .refine((fields) => Object.keys(fields).length <= mostContactFields, "At most 30 fields at once.");
export type ContactFieldChanges = z.output<typeof contactFieldChanges>;

/** What is known of a contact besides name and number. Untrusted text: it comes from what the customer wrote. */
export type ContactFields = Record<string, string>;

export const storedContactFields = z.record(z.string(), z.string()).catch({});
