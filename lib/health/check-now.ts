import type { TenantDatabase } from "../db/for-organization";
import { AppError } from "../errors";
import { runChecks, twilioAskedAt } from "./run-checks";

const pauseMs = 10_000;

/**
 * Looks at everything at once, Twilio included. Throws `too_many_requests` within ten seconds of the last time that
 * Twilio was asked.
 */
export async function checkNow(db: TenantDatabase, now = new Date()): Promise<void> {
  const askedAt = await twilioAskedAt(db);
  const waitMs = askedAt ? askedAt.getTime() + pauseMs - now.getTime() : 0;
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1_000);
    const sentence = `This was checked a moment ago. Try again in ${seconds} s.`;
    throw new AppError("too_many_requests", sentence, { retryAfterSeconds: seconds });
  }
  await runChecks(db, { askTwilio: true, now });
}
