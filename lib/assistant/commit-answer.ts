import { commitReply } from "../conversations/commit-reply";
import type { TenantDatabase } from "../db/for-organization";
import { composeAnswer } from "./compose-answer";

/**
 * Commits the answer that `writeRound` kept on the ReplyRun, as one to three messages; or, where a person decides first,
 * the sentence that says so. Returns whether it was still wanted.
 */
export async function commitAnswer(
  db: TenantDatabase,
  replyRunId: string,
  outcome: "answered" | "checking",
): Promise<boolean> {
  const { conversationId, turn, answer, version } = await db.replyRun.findUniqueOrThrow({
    where: { id: replyRunId },
    include: { version: { select: { disclosureText: true, approvalText: true } } },
  });
  const { disclosureText, approvalText } = version;
  const words = outcome === "checking" ? approvalText : (answer ?? "");
  return commitReply(db, {
    conversationId,
    replyRunId,
    turn,
    outcome,
    parts: composeAnswer(words),
    firstParts: disclosureText ? composeAnswer(words, disclosureText) : undefined,
  });
}
