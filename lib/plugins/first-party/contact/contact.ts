import type { z } from "zod";
import { setContactFields } from "../../../contacts/contact-fields";
import { type ContactFields, storedContactFields } from "../../../contacts/schema";
import type { ToolContext } from "../../tool";
import { getToolConversation } from "../get-tool-conversation";
import type { setContactFieldsInput } from "./schema";

/** What is known of the customer of this conversation. The number is null where WhatsApp hides it. */
export async function getContact(context: ToolContext) {
  const { contact } = await getToolConversation(context);
  return {
    name: contact.displayName,
    phone: contact.identities[0]?.value ?? null,
    knownSince: contact.createdAt.toISOString().slice(0, 10),
    fields: storedContactFields.parse(contact.fields),
  };
}

/** Writes down fields of the customer of this conversation; returns all of them. Open pages show them at once. */
export async function setFields(
  { fields }: z.output<typeof setContactFieldsInput>,
  context: ToolContext,
): Promise<{ fields: ContactFields }> {
  const { id, contactId } = await getToolConversation(context);
  const all = await setContactFields(context.db, contactId, fields);
  await context.db.conversation.update({ where: { id }, data: { updatedAt: new Date() } });
  return { fields: all };
}
