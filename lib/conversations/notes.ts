import { uuidv7 } from "uuidv7";
import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import type { TenantDatabase } from "../db/for-organization";
import { AppError } from "../errors";
import { getConversation } from "./get-conversation";

export interface NoteView {
  id: string;
  text: string;
  authorName: string;
  createdAt: Date;
}

const mostNotes = 500;

/** What members wrote about a conversation for each other, oldest first; at most the newest 500. */
export async function listNotes(db: TenantDatabase, conversationId: string): Promise<NoteView[]> {
  const notes = await db.note.findMany({
    where: { conversationId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: mostNotes,
    select: { id: true, text: true, authorName: true, createdAt: true },
  });
  return notes.reverse();
}

/**
 * Leaves a note that no customer ever sees.
 *
 * @throws AppError `not_found` for a conversation that is not there
 */
export async function addNote(
  db: TenantDatabase,
  actor: Actor,
  conversationId: string,
  text: string,
): Promise<NoteView> {
  const { id, contact } = await getConversation(db, conversationId);
  const { organizationId } = db;
  return db.$transaction(async (tx) => {
    const note = await tx.note.create({
      data: { id: uuidv7(), organizationId, conversationId: id, userId: personOf(actor), authorName: actor.name, text },
      select: { id: true, text: true, authorName: true, createdAt: true },
    });
    // Without its words: the log is kept when a conversation is deleted.
    await recordAudit(tx, actor, { action: "conversation.note_added", subject: contact.name });
    await tx.conversation.update({ where: { id }, data: { updatedAt: new Date() } });
    return note;
  });
}

/** Who stands behind an act that needs a person. */
export function personOf(actor: Actor): string {
  if (actor.id) return actor.id;
  throw new AppError("forbidden", "A person has to do this: use a token that belongs to one.");
}
