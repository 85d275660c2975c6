import { findSender } from "@/lib/channels/find-sender";
import { decideUnknown, lookForUnknown } from "@/lib/conversations/resolve-unknown";
import { forOrganization } from "@/lib/db/for-organization";
import { inngest, outcomeUnknown } from "../client";

/** When to look in Twilio's list, in ms after the look before. Receipts arrive meanwhile and settle it sooner. */
const looks = [15_000, 45_000, 60_000];

/** Finds out what became of a message whose call to Twilio had no clear answer. */
export const resolveUnknown = inngest.createFunction(
  {
    id: "resolve-unknown",
    triggers: [outcomeUnknown],
    concurrency: [{ key: "event.data.messageId", limit: 1 }],
    retries: 5,
  },
  async ({ event: { data }, step }) => {
    const db = forOrganization(data.organizationId);
    for (const [index, waitMs] of looks.entries()) {
      await step.sleep(`wait-${index}`, waitMs);
      const known = await step.run(`look-${index}`, async () => {
        const sender = await findSender(data.organizationId);
        return !sender || lookForUnknown(db, data.messageId, sender);
      });
      if (known) return { known: true };
    }
    await step.run("decide", () => decideUnknown(db, data.messageId));
    return { known: false };
  },
);
