import { notFound } from "next/navigation";
import { cache } from "react";
import { type Member, requireMember } from "@/lib/auth/require-member";
import { getConversation } from "@/lib/conversations/get-conversation";
import type { ConversationDetail } from "@/lib/conversations/schema";
import { AppError } from "@/lib/errors";

/** The conversation of an address, once a request; the not-found page for what is not there and for what is not theirs. */
export const requireConversation = cache(
  async (slug: string, id: string): Promise<Member & { conversation: ConversationDetail }> => {
    const member = await requireMember(slug, { permission: "read-conversations" });
    try {
      return { ...member, conversation: await getConversation(member.db, id) };
    } catch (error) {
      if (error instanceof AppError && error.code === "not_found") notFound();
      throw error;
    }
  },
);
