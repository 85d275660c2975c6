import type { HealthStatus } from "@/generated/prisma/enums";
import type { TenantDatabase } from "../db/for-organization";
import { checks } from "./checks";
import { halfHourMs, sampleCount } from "./keep-verdicts";
import type { Explanation, Group, Wording } from "./schema";

export interface HealthResult extends Explanation {
  key: string;
  title: string;
  group: Group;
  status: HealthStatus;
  checkedAt: Date;
  /** The worst of each of the last 48 half-hours, the newest last; null where nothing was checked. */
  samples: (HealthStatus | null)[];
}

/**
 * The newest result of every check, in words, in the order of the page. A check without a result, or whose evidence an
 * earlier version of the app has left in another form, is not among them: within a minute it is.
 */
export async function readHealth(db: TenantDatabase, wording: Wording, now = new Date()): Promise<HealthResult[]> {
  const [kept, samples] = await Promise.all([
    db.healthCheck.findMany(),
    db.healthSample.findMany({ select: { check: true, halfHour: true, worst: true } }),
  ]);
  const last = Math.floor(now.getTime() / halfHourMs);
  return checks.flatMap((check) => {
    const found = kept.find((row) => row.check === check.key);
    const evidence = found && check.evidence.safeParse(found.evidence);
    if (!found || !evidence?.success) return [];
    const { status, checkedAt } = found;
    const bars = Array<HealthStatus | null>(sampleCount).fill(null);
    for (const { check: key, halfHour, worst } of samples) {
      const index = sampleCount - 1 - (last - halfHour.getTime() / halfHourMs);
      if (key === check.key && index >= 0 && index < sampleCount) bars[index] = worst;
    }
    const { key, title, group } = check;
    return [{ key, title, group, status, checkedAt, samples: bars, ...check.explain(evidence.data, status, wording) }];
  });
}

/** For readers without a clock of their own: the API. */
export function utcWording(now = new Date()): Wording {
  return {
    at: (time) => `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`,
    ago: (time) => agoWords(now.getTime() - new Date(time).getTime()),
  };
}

/** 38 s ago, 4 min ago, 3 h ago, 2 days ago */
export function agoWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 90) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`;
}
