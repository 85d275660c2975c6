import { labelContact } from "../conversations/label-contact";
import type { TenantDatabase } from "../db/for-organization";

/** A call that a person has to decide. */
export interface WaitingCall {
  id: string;
  pluginId: string;
  pluginName: string;
  toolName: string;
  input: unknown;
  conversationId: string;
  /** The customer's name, or how else they are known. */
  customer: string;
  createdAt: Date;
  /** Until when it can be decided: the customer can be answered for so long. */
  expiresAt: Date | null;
}

const most = 100;

/** Oldest first, at most 100. */
export async function listWaitingCalls(
  db: TenantDatabase,
  where: { conversationId?: string } = {},
): Promise<WaitingCall[]> {
  const calls = await db.toolCall.findMany({
    where: { state: "waiting", conversationId: where.conversationId ?? { not: null } },
    orderBy: { id: "asc" },
    take: most,
    select: {
      id: true,
      pluginId: true,
      pluginName: true,
      toolName: true,
      input: true,
      conversationId: true,
      createdAt: true,
      expiresAt: true,
      conversation: { select: { customerAddress: true, contact: { select: { displayName: true } } } },
    },
  });
  return calls.flatMap(({ conversation, conversationId, ...call }) => {
    if (!conversation || !conversationId) return [];
    const { name } = labelContact(conversation.contact.displayName, conversation.customerAddress);
    return [{ ...call, conversationId, customer: name }];
  });
}

/** How many calls wait for a person. */
export async function countWaitingCalls(db: TenantDatabase): Promise<number> {
  return db.toolCall.count({ where: { state: "waiting" } });
}
