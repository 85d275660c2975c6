import { reconcileInbound } from "@/lib/channels/reconcile-inbound";
import { handOverStored } from "@/lib/outbox";
import { removeExpired, wakeForgotten } from "@/lib/sweeper";
import { inngest } from "../client";

const settledAfterMs = 30_000;

/** Finds, each minute, whatever an event did not: events are only wake-ups, and may be lost. */
export const sweep = inngest.createFunction(
  { id: "sweep", triggers: [{ cron: "* * * * *" }], concurrency: [{ limit: 1 }], retries: 0 },
  async ({ step }) => {
    const events = await step.run("outbox", () => handOverStored(settledAfterMs));
    const woken = await step.run("forgotten", () => wakeForgotten());
    const missed = await step.run("missed-at-twilio", () => reconcileInbound());
    await step.run("expired", () => removeExpired());
    return { events, woken, missed };
  },
);
