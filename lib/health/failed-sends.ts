import type { CheckContext } from "./schema";
import { dayMs } from "./schema";

/** What failed with one of these codes in the last 24 hours and after the last message that Twilio took. */
export interface FailedSends {
  code: number;
  count: number;
  lastAt: Date;
}

/** Null where none did, or where a later message was taken: then the fault is over. The newest code counts. */
export async function findFailedSends(
  { db, now }: Pick<CheckContext, "db" | "now">,
  codes: number[],
): Promise<FailedSends | null> {
  const failed = {
    direction: "outbound" as const,
    deliveryState: "failed" as const,
    errorCode: { in: codes },
    createdAt: { gte: new Date(now.getTime() - dayMs) },
  };
  const last = await db.message.findFirst({
    where: failed,
    orderBy: { createdAt: "desc" },
    select: { errorCode: true, createdAt: true, attemptedAt: true },
  });
  if (!last?.errorCode) return null;
  const taken = await db.message.count({
    where: {
      direction: "outbound",
      createdAt: { gt: last.createdAt },
      deliveryState: { in: ["sent", "delivered", "read"] },
    },
  });
  if (taken > 0) return null;
  const count = await db.message.count({ where: failed });
  return { code: last.errorCode, count, lastAt: last.attemptedAt ?? last.createdAt };
}

/** By what makes them fail: who we are at Twilio, and what the sender may do. */
export const accountCodes = [20003, 20005, 30002, 20404];
export const senderCodes = [21606, 63007, 63002, 21212, 63001, 63008, 63020, 63022, 63051];
