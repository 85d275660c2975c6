import type { TenantTransaction } from "../db/for-organization";
import { AppError, notFound } from "../errors";
import { type ContactFieldChanges, type ContactFields, mostContactFields, storedContactFields } from "./schema";

const mostTries = 10;

/**
 * Sets the named fields of a contact and removes those that are null; others stay. Whoever writes at the same time loses
 * nothing: what was written meanwhile is read again. Returns all fields as they are then.
 *
 * @throws AppError `not_found` for a contact that is not there, `invalid` when there would be more than 30 fields
 */
export async function setContactFields(
  db: TenantTransaction,
  contactId: string,
  changes: ContactFieldChanges,
): Promise<ContactFields> {
  for (let tries = 0; tries < mostTries; tries++) {
    const contact = await db.contact.findUnique({ where: { id: contactId }, select: { fields: true } });
    if (!contact) throw notFound("contact");
    const fields = changed(storedContactFields.parse(contact.fields), changes);
    const unchanged = { id: contactId, fields: { equals: contact.fields as object } };
    const { count } = await db.contact.updateMany({ where: unchanged, data: { fields } });
    if (count === 1) return fields;
  }
  throw new AppError("conflict", "The contact is being changed by others at this moment. Try again.");
}

function changed(fields: ContactFields, changes: ContactFieldChanges): ContactFields {
  const all = Object.entries({ ...fields, ...changes }).filter((field): field is [string, string] => field[1] !== null);
  if (all.length > mostContactFields) {
    const most = `A contact has at most ${mostContactFields} fields. Remove one by setting it to null.`;
    throw new AppError("invalid", most, { fields: { fields: most } });
  }
  return Object.fromEntries(all);
}
