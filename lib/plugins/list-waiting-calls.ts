import { labelContact } from "../conversations/label-contact";
import type { TenantDatabase } from "../db/for-organization";
import { approvalHindrances } from "./approval-hindrance";

/** A call that a person has to decide. */
export interface WaitingCall {
  id: string;
  pluginId: string;
  pluginName: string;
  toolName: string;
  input: unknown;
  conversationId: string;
  /** The name that the customer chose, or how else they are known. */
  customer: string;
  /** Their number, which they cannot choose; null where it is the name already, or hidden. */
  customerNumber: string | null;
  createdAt: Date;
  /** Until when it can be decided: the customer can be answered for so long. */
  expiresAt: Date | null;
  /** Why nobody would carry it out if it were approved now; null when it would be. */
  hindrance: string | null;
}

const most = 100;

/** Oldest first, at most 100. */
export async function listWaitingCalls(
  db: TenantDatabase,
  where: { id?: string; conversationId?: string } = {},
): Promise<WaitingCall[]> {
  const calls = await db.toolCall.findMany({
    where: { ...where, state: "waiting", conversationId: where.conversationId ?? { not: null } },
    orderBy: { id: "asc" },
    take: most,
    select: {
      id: true,
      pluginId: true,
      pluginName: true,
      toolName: true,
      definitionHash: true,
      input: true,
      conversationId: true,
      createdAt: true,
      expiresAt: true,
      conversation: {
        select: {
          customerAddress: true,
          contact: { select: { displayName: true } },
          mode: true,
          app: { select: { mode: true } },
        },
      },
    },
  });
  const ofCustomers = calls.flatMap(({ conversation, conversationId, ...call }) =>
    conversation && conversationId ? [{ ...call, conversation, conversationId }] : [],
  );
  const hindrances = await approvalHindrances(db, ofCustomers);
  return ofCustomers.map(({ conversation, definitionHash: _, ...call }, index) => {
    const { name, address, hidden } = labelContact(conversation.contact.displayName, conversation.customerAddress);
    const customerNumber = hidden || name === address ? null : address;
    return { ...call, customer: name, customerNumber, hindrance: hindrances[index] ?? null };
  });
}

/** How many calls wait for a person. */
export async function countWaitingCalls(db: TenantDatabase): Promise<number> {
  return db.toolCall.count({ where: { state: "waiting" } });
}
