import { checkServers } from "@/lib/plugins/check-servers";
import { inngest } from "../client";

/** Lists, every five minutes, what the MCP servers of every organisation offer now, and holds back what has changed. */
export const checkPlugins = inngest.createFunction(
  { id: "check-plugins", triggers: [{ cron: "*/5 * * * *" }], concurrency: [{ limit: 1 }], retries: 0 },
  async ({ step }) => {
    let after: string | null = null;
    let pages = 0;
    do {
      const from: string | null = after;
      after = await step.run(`page-${pages++}`, () => checkServers(from));
    } while (after);
    return { pages };
  },
);
