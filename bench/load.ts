import { once } from "node:events";
import { forkTypeScript } from "../local/fork-typescript";
import type { WebhookPlan } from "./webhooks";

export interface LoadPlan extends WebhookPlan {
  /** Where they are posted. */
  url: string;
  /** Keep-alive connections; each posts its next webhook as soon as the last one was answered. */
  connections: number;
}

export interface LoadResult {
  perSecond: number;
  /** One for each webhook, from sending it until its answer was read. */
  latenciesMs: number[];
  /** How many answers had which HTTP status. */
  statuses: Record<string, number>;
  /** The MessageSids that were answered with 200. */
  accepted: string[];
}

/** Runs the load generator. Throws when any answer was not 200: a figure with refusals in it would mean nothing. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const child = forkTypeScript("bench/load-generator.ts", { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const failed = once(child, "exit").then(([code]) => {
    throw new Error(`The load generator ended before it was done (exit code ${code}).`);
  });
  child.send(plan);
  const [result] = (await Promise.race([once(child, "message"), failed])) as [LoadResult];
  if (result.accepted.length !== plan.count) {
    throw new Error(`${plan.url} was to answer ${plan.count} webhooks with 200: ${JSON.stringify(result.statuses)}`);
  }
  return result;
}
