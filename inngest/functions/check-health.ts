import { checkConnected } from "@/lib/health/check-connected";
import { inngest } from "../client";

/** Looks, each minute, at what can be wrong for every organisation, and keeps it for the health page. */
export const checkHealth = inngest.createFunction(
  { id: "check-health", triggers: [{ cron: "* * * * *" }], concurrency: [{ limit: 1 }], retries: 0 },
  async ({ step }) => {
    let after: string | null = null;
    let pages = 0;
    do {
      const from: string | null = after;
      after = await step.run(`page-${pages++}`, () => checkConnected(from));
    } while (after);
    return { pages };
  },
);
