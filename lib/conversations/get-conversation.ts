import { z } from "zod";
import { storedContactFields } from "../contacts/schema";
import type { TenantDatabase } from "../db/for-organization";
import { notFound } from "../errors";
import { conversationFields, toRow } from "./list-conversations";
import type { Reader } from "./reader";
import type { ConversationDetail } from "./schema";

/**
 * One conversation of the organisation, with what is noted of its customer.
 *
 * @throws AppError `not_found` when there is none with this id here, also when the id is no id at all
 */
export async function getConversation(db: TenantDatabase, id: string, reader?: Reader): Promise<ConversationDetail> {
  const stored = z.uuid().safeParse(id).success ? await find(db, id, reader) : null;
  if (!stored) throw notFound("conversation");
  return { ...toRow(stored, reader), contactFields: storedContactFields.parse(stored.contact.fields) };
}

function find(db: TenantDatabase, id: string, reader?: Reader) {
  const fields = conversationFields(reader);
  const contact = { select: { ...fields.contact.select, fields: true } } as const;
  return db.conversation.findUnique({ where: { id }, select: { ...fields, contact } });
}
