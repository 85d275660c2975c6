import { NonRetriableError, RetryAfterError } from "inngest";
import { commitAnswer } from "@/lib/assistant/commit-answer";
import { runToolCall } from "@/lib/assistant/run-tool-call";
import { type WrittenRound, writeRound } from "@/lib/assistant/write-round";
import { claimTurn } from "@/lib/conversations/claim-turn";
import { giveUpTurn } from "@/lib/conversations/give-up-turn";
import { findUnanswered, settleWait } from "@/lib/conversations/unanswered";
import { forOrganization } from "@/lib/db/for-organization";
import { ModelError } from "@/lib/gateway/model-error";
import { inboundReceived, inngest } from "../client";

const sameConversation = "async.data.conversationId == event.data.conversationId";
/** The job server sleeps for a second or more; shorter waits stay inside a step. */
const shortestSleepMs = 1_000;
const retriesAfterMs = [2_000, 5_000, 10_000];

/** More than any version allows. */
const mostRounds = 32;

/**
 * Settles, claims what is unanswered, lets the model answer it in rounds of calls and tools, and commits the answer for
 * `send`. Each call of the model and each of a tool is a step of its own: a crash repeats only the one in flight. Every
 * step is a way to the job server and back, so that what can be met twice shares one with what comes before it: the claim
 * with a short wait, the commit with the answer that is kept.
 */
export const reply = inngest.createFunction(
  {
    id: "reply",
    triggers: [inboundReceived],
    concurrency: [
      { key: "event.data.conversationId", limit: 1 },
      { key: "event.data.organizationId", limit: 20 },
    ],
    cancelOn: [
      {
        event: "conversation/inbound.received",
        if: `${sameConversation} && async.data.inboundSeq > event.data.inboundSeq`,
      },
      { event: "conversation/taken.over", if: sameConversation },
    ],
    retries: 3,
    onFailure: async ({ event: failure, step }) => {
      const { organizationId, conversationId, inboundSeq } = failure.data.event.data;
      await step.run("give-up", () => giveUpTurn(forOrganization(organizationId), conversationId, inboundSeq));
    },
  },
  async ({ event: { data }, step, attempt }) => {
    const { organizationId, conversationId } = data;
    const db = forOrganization(organizationId);

    const settled = await step.run("settle", async () => {
      const unanswered = await findUnanswered(db, conversationId);
      if (!unanswered) return { claimed: null };
      const ms = settleWait(unanswered);
      if (ms >= shortestSleepMs) return { ms, until: Date.now() + ms };
      if (ms === 0) return { claimed: await claimTurn(db, conversationId, ms, unanswered) };
      await new Promise((resolve) => setTimeout(resolve, ms));
      return { claimed: await claimTurn(db, conversationId, ms) };
    });
    // Not step.sleep, whose durations the SDK cuts to whole seconds.
    if ("until" in settled) await step.sleepUntil("wait-for-more", new Date(settled.until));
    const claimed =
      "until" in settled ? await step.run("claim", () => claimTurn(db, conversationId, settled.ms)) : settled.claimed;
    if (!claimed) return { outcome: "nothing to answer" };

    const { replyRunId } = claimed;
    const runTools = (ids: string[]) =>
      Promise.all(ids.map((id) => step.run(`tool-${id}`, () => runToolCall(db, id, replyRunId))));
    await runTools(claimed.approvedCallIds);

    for (let round = 0; round < mostRounds; round++) {
      const written = await step.run(`model-${round}`, async () => {
        const written = await sorted(attempt, () => writeRound(db, replyRunId, round));
        if (written.kind !== "written") return written;
        return { ...written, committed: await commitAnswer(db, replyRunId, "answered") };
      });
      if ("committed" in written) return { outcome: written.committed ? "answered" : "dropped" };
      if (!("callIds" in written)) return { outcome: written.kind };
      await runTools(written.callIds);
      if (written.kind === "tools") continue;
      const committed = await step.run("commit", () => commitAnswer(db, replyRunId, "checking"));
      return { outcome: committed ? "checking" : "dropped" };
    }
    throw new NonRetriableError("The model asked for tools and never answered.");
  },
);

/** Says to the job server whether another try makes sense, and when. */
async function sorted(attempt: number, work: () => Promise<WrittenRound>): Promise<WrittenRound> {
  try {
    const written = await work();
    if (written.kind === "empty") throw new NonRetriableError("The model gave an empty answer.");
    return written;
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    if (error.kind !== "retry_later" || (attempt > 0 && isStillDown(error))) throw new NonRetriableError(error.message);
    const waitMs = error.details.retryAfterMs ?? retriesAfterMs[attempt] ?? 10_000;
    throw new RetryAfterError(error.message, waitMs);
  }
}

/** The circuit breaker let a call through to see, and that failed as well: nobody waits for the next one. */
function isStillDown({ details: { heldBack, retryAfterMs = 0 } }: ModelError): boolean {
  return heldBack === true && retryAfterMs > 10_000;
}
