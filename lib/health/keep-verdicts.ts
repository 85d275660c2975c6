import { uuidv7 } from "uuidv7";
import type { Prisma } from "@/generated/prisma/client";
import type { HealthStatus } from "@/generated/prisma/enums";
import type { TenantDatabase } from "../db/for-organization";
import { checks } from "./checks";
import { dayMs, minuteMs, type Verdict } from "./schema";

export const halfHourMs = 30 * minuteMs;
/** So many half-hours the page shows. */
export const sampleCount = 48;

const badness: Record<HealthStatus, number> = { good: 0, look: 1, broken: 2 };

/** Replaces the last verdicts, and keeps the worst of each half-hour for 24 hours. */
export async function keepVerdicts(
  db: TenantDatabase,
  verdicts: ({ check: string } & Verdict<unknown>)[],
  now: Date,
): Promise<void> {
  for (const { check, status, evidence } of verdicts) {
    const data = { status, evidence: evidence as Prisma.InputJsonValue, checkedAt: now };
    const { count } = await db.healthCheck.updateMany({ where: { check }, data });
    if (count > 0) continue;
    const row = { id: uuidv7(), organizationId: db.organizationId, check, ...data };
    await db.healthCheck.createMany({ data: [row], skipDuplicates: true });
  }
  await db.healthCheck.deleteMany({ where: { check: { notIn: checks.map(({ key }) => key) } } });
  await keepSamples(db, verdicts, now);
}

async function keepSamples(
  db: TenantDatabase,
  verdicts: { check: string; status: HealthStatus }[],
  now: Date,
): Promise<void> {
  const halfHour = new Date(Math.floor(now.getTime() / halfHourMs) * halfHourMs);
  const known = await db.healthSample.findMany({ where: { halfHour }, select: { check: true, worst: true } });
  const worst = new Map(known.map((sample) => [sample.check, sample.worst]));
  const missing = verdicts.filter(({ check }) => !worst.has(check));
  if (missing.length > 0) {
    await db.healthSample.createMany({
      data: missing.map(({ check, status }) => ({
        id: uuidv7(),
        organizationId: db.organizationId,
        check,
        halfHour,
        worst: status,
      })),
      skipDuplicates: true,
    });
    await db.healthSample.deleteMany({ where: { halfHour: { lt: new Date(now.getTime() - dayMs - halfHourMs) } } });
    await db.webhookFailure.deleteMany({ where: { lastAt: { lt: new Date(now.getTime() - 30 * dayMs) } } });
  }
  for (const { check, status } of verdicts) {
    if (badness[status] > badness[worst.get(check) ?? status]) {
      await db.healthSample.updateMany({ where: { check, halfHour }, data: { worst: status } });
    }
  }
}
