import { findSender } from "@/lib/channels/find-sender";
import { sendNext } from "@/lib/conversations/send-next";
import { forOrganization } from "@/lib/db/for-organization";
import { inngest, outboundReady } from "../client";

/** Far more than one answer's parts: what is left after so many is found by the sweeper. */
const mostRounds = 30;
const shortestSleepMs = 1_000;

/**
 * Sends what waits in a conversation, in order. Without cancelOn: a cancel between commit and send would swallow the
 * reply.
 */
export const send = inngest.createFunction(
  {
    id: "send",
    triggers: [outboundReady],
    concurrency: [{ key: "event.data.conversationId", limit: 1 }],
    retries: 5,
  },
  async ({ event: { data }, step }) => {
    for (let round = 0; round < mostRounds; round++) {
      const lookAgainAt = await step.run(`send-${round}`, async () => {
        const sender = await findSender(data.organizationId);
        if (!sender) return null;
        const ms = await sendNext(forOrganization(data.organizationId), data.conversationId, sender);
        return ms === null ? null : Date.now() + Math.max(shortestSleepMs, ms);
      });
      if (lookAgainAt === null) return { rounds: round + 1 };
      // Not step.sleep, whose durations the SDK cuts to whole seconds.
      await step.sleepUntil(`pause-${round}`, new Date(lookAgainAt));
    }
    return { rounds: mostRounds };
  },
);
