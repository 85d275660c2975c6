/**
 * Posts signed webhooks over keep-alive connections, in a process of its own. Its parent sends a LoadPlan; it answers
 * with a LoadResult and ends.
 */
import { once } from "node:events";
import { Pool } from "undici";
import type { LoadPlan, LoadResult } from "./load";
import { makeWebhooks } from "./webhooks";

const [plan] = (await once(process, "message")) as [LoadPlan];
const result = await generateLoad(plan);
process.send?.(result, () => process.exit());

async function generateLoad({ url, connections, ...plan }: LoadPlan): Promise<LoadResult> {
  const { origin, pathname } = new URL(url);
  const webhooks = makeWebhooks(plan).values();
  const pool = new Pool(origin, { connections, pipelining: 1, headersTimeout: 60_000 });
  const statuses: Record<string, number> = {};
  const latenciesMs: number[] = [];
  const accepted: string[] = [];

  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, postInTurn));
  const seconds = (performance.now() - startedAt) / 1_000;
  await pool.close();
  return { perSecond: plan.count / seconds, latenciesMs, statuses, accepted };

  async function postInTurn(): Promise<void> {
    for (const { messageSid, headers, body } of webhooks) {
      const sentAt = performance.now();
      const answer = await pool.request({ path: pathname, method: "POST", headers, body });
      await answer.body.dump();
      latenciesMs.push(performance.now() - sentAt);
      statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
      if (answer.statusCode === 200) accepted.push(messageSid);
    }
  }
}
