import type { z } from "zod";
import type { ToolContext } from "../../tool";
import { getToolConversation } from "../get-tool-conversation";
import type { handOverInput } from "./schema";

/**
 * Flags the conversation for a person, also where somebody had found nothing to do before. Who waits already goes on waiting since then, with the newer reason and summary.
 * The assistant still answers: what it says next tells the customer.
 */
export async function handOver({ reason, summary }: z.output<typeof handOverInput>, context: ToolContext) {
  const { id } = await getToolConversation(context);
  const now = new Date();
  await context.db.$transaction(async (tx) => {
    const flag = { needsPersonReason: reason, needsPersonSummary: summary, updatedAt: now };
    await tx.conversation.update({ where: { id }, data: { ...flag, reviewedAt: null, reviewedById: null } });
    await tx.conversation.updateMany({ where: { id, needsPersonAt: null }, data: { needsPersonAt: now } });
  });
  return { handedOver: true, next: "Tell the customer that a colleague will answer here. Promise no time." };
}
