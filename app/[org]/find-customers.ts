"use server";

import { z } from "zod";
import { memberAction } from "@/lib/auth/member-action";
import { listConversations } from "@/lib/conversations/list-conversations";
import type { ContactLabel } from "@/lib/conversations/schema";

export interface FoundCustomer extends Pick<ContactLabel, "name" | "initials" | "address"> {
  conversationId: string;
}

const shown = 6;

/** For the palette: the customers whose name, number or words fit, who wrote last first. */
export const findCustomers = memberAction(
  z.strictObject({ q: z.string().trim().min(1).max(200) }),
  { permission: "read-conversations" },
  async ({ q }, { db }): Promise<FoundCustomer[]> => {
    const { data } = await listConversations(db, { limit: shown, q });
    return data.map(({ id, contact: { name, initials, address } }) => ({
      conversationId: id,
      name,
      initials,
      address,
    }));
  },
);
