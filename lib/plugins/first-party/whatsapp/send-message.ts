import type { z } from "zod";
import { composeAnswer } from "../../../assistant/compose-answer";
import { sendForTool } from "../../../conversations/send-for-tool";
import type { ToolContext } from "../../tool";
import { getToolConversation } from "../get-tool-conversation";
import type { sendMessageInput } from "./schema";

/** Sends a message of its own to the customer, ahead of the answer; who has not been told yet is told by whom. */
export async function sendMessage({ text }: z.output<typeof sendMessageInput>, context: ToolContext) {
  const { db, callId, signal } = context;
  const { id: conversationId } = await getToolConversation(context);
  const disclosureText = await findDisclosure(context);
  const parts = await sendForTool(db, {
    toolCallId: callId,
    signal,
    conversationId,
    parts: composeAnswer(text),
    firstParts: disclosureText ? composeAnswer(text, disclosureText) : undefined,
  });
  return { accepted: true, messages: parts.length, note: "It is on its way. Do not repeat it in your answer." };
}

/** Of the version that makes the call. */
async function findDisclosure({ db, callId }: ToolContext): Promise<string> {
  const call = await db.toolCall.findUnique({
    where: { id: callId },
    select: { replyRun: { select: { version: { select: { disclosureText: true } } } } },
  });
  return call?.replyRun?.version.disclosureText ?? "";
}
