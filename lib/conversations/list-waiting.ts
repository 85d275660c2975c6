import type { TenantDatabase } from "../db/for-organization";
import { conversationFields, toRow } from "./list-conversations";

export interface WaitingConversation {
  id: string;
  name: string;
  initials: string;
  /** What was said last, on one line; else why a person is needed. */
  words: string;
  since: Date;
}

/** The conversations that wait for a person, the longest wait first. */
export async function listWaiting(db: TenantDatabase, limit: number): Promise<WaitingConversation[]> {
  const stored = await db.conversation.findMany({
    where: { needsPersonReason: { not: null } },
    orderBy: [{ needsPersonAt: "asc" }, { id: "asc" }],
    take: limit,
    select: conversationFields(),
  });
  return stored.map((conversation) => {
    const { id, contact, lastMessage, needsPerson, lastMessageAt } = toRow(conversation);
    return {
      id,
      name: contact.name,
      initials: contact.initials,
      words: lastMessage?.text || (needsPerson?.reason ?? ""),
      since: needsPerson?.since ?? lastMessageAt,
    };
  });
}
