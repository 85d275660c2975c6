import { notFound } from "../../errors";
import type { ToolContext } from "../tool";

/**
 * The conversation for which a tool acts, with its customer.
 *
 * @throws AppError `not_found` outside a conversation, and for one that is not the organisation's
 */
export async function getToolConversation({ db, conversationId }: Pick<ToolContext, "db" | "conversationId">) {
  const conversation = conversationId
    ? await db.conversation.findUnique({
        where: { id: conversationId },
        select: {
          id: true,
          contactId: true,
          contact: {
            select: {
              displayName: true,
              fields: true,
              createdAt: true,
              identities: { where: { kind: "phone" }, take: 1, select: { value: true } },
            },
          },
        },
      })
    : null;
  if (!conversation) throw notFound("conversation");
  return conversation;
}
