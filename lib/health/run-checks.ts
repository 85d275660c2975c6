import { createHash } from "node:crypto";
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { WhatsAppApp } from "@/generated/prisma/client";
import { getChannel } from "../channels/find-channel";
import type { TenantDatabase } from "../db/for-organization";
import { env } from "../env";
import { logger } from "../logger";
import { sandboxNumber } from "../twilio/sandbox-number";
import { reportOfTwilio } from "./ask-twilio";
import { checks } from "./checks";
import { accountCodes, findFailedSends } from "./failed-sends";
import { keepVerdicts } from "./keep-verdicts";
import { type Check, type CheckContext, minuteMs, type TwilioReport, twilioReport } from "./schema";

const askTwilioEveryMs = 30 * minuteMs;
const askAgainAfterMs = 2 * minuteMs;

/**
 * Looks at everything that can be wrong for one organisation and keeps what it found. Twilio itself is asked every 30
 * minutes; after two already while something is wrong there, so that a repair shows; at once with `askTwilio` and after
 * number or credentials were changed. Before a WhatsApp sender is connected nothing
 * is checked, and nothing of an earlier one is kept.
 */
export async function runChecks(db: TenantDatabase, { askTwilio = false, now = new Date() } = {}): Promise<void> {
  const app = await findApp(db);
  if (!app) {
    await db.healthCheck.deleteMany();
    await db.healthSample.deleteMany();
    return;
  }
  const twilio = await currentReport(db, app, now, askTwilio);
  if (!twilio) return;
  const verdicts = [];
  // One after the other: the webhooks need the database more than this does.
  for (const check of checks) verdicts.push({ check: check.key, ...(await check.run({ db, now, app, twilio })) });
  await keepVerdicts(db, verdicts, now);
}

/**
 * Looks again at what somebody has just changed, from the database alone: the page need not wait for the next minute.
 * Never fails: that minute comes.
 */
export async function recheck(db: TenantDatabase, key: Check["key"], now = new Date()): Promise<void> {
  try {
    const [app, twilio] = await Promise.all([findApp(db), keptReport(db)]);
    const check = checks.find((each) => each.key === key);
    if (app && twilio && check)
      await keepVerdicts(db, [{ check: key, ...(await check.run({ db, now, app, twilio })) }], now);
  } catch (error) {
    logger.error({ err: error, organizationId: db.organizationId, check: key }, "a health check could not be run");
  }
}

/** When Twilio was last asked; null before the first time. */
export async function twilioAskedAt(db: TenantDatabase): Promise<Date | null> {
  const report = await keptReport(db);
  return report && new Date(report.askedAt);
}

async function findApp(db: TenantDatabase): Promise<CheckContext["app"] | null> {
  const app = await db.whatsAppApp.findFirst({
    where: { disconnectedAt: null },
    include: {
      publishedVersion: { select: { number: true, organizationModelId: true, fallbackModelIds: true, settleMs: true } },
    },
  });
  if (!app) return null;
  const webhooks = `${env().PUBLIC_URL}/webhooks/whatsapp/twilio`;
  const isSandbox = app.number === sandboxNumber;
  return {
    ...app,
    isSandbox,
    number: parsePhoneNumberFromString(app.number)?.formatInternational() ?? app.number,
    version: app.publishedVersion,
    fingerprint: fingerprintOf(app),
    webhookUrls: [...(isSandbox ? [] : [webhooks]), `${webhooks}/${app.appKey}`],
  };
}

/** Over the encrypted columns: it says nothing of what is in them. */
function fingerprintOf({ number, accountSid, authToken, nextAuthToken, sendsWithNextToken }: WhatsAppApp): string {
  const columns = JSON.stringify([number, accountSid, authToken, nextAuthToken, sendsWithNextToken]);
  return createHash("sha256").update(columns).digest("base64url").slice(0, 16);
}

async function currentReport(
  db: TenantDatabase,
  app: CheckContext["app"],
  now: Date,
  forced: boolean,
): Promise<TwilioReport | null> {
  const kept = await keptReport(db);
  if (kept && !forced && !(await isStale(kept, { db, app, now }))) return kept;
  const channel = await getChannel(db.organizationId);
  return channel && { ...(await reportOfTwilio(channel, now)), fingerprint: app.fingerprint };
}

async function isStale(kept: TwilioReport, { db, app, now }: Omit<CheckContext, "twilio">): Promise<boolean> {
  const askedAt = new Date(kept.askedAt);
  const ageMs = now.getTime() - askedAt.getTime();
  if (ageMs > askTwilioEveryMs || app.fingerprint !== kept.fingerprint) return true;
  if (ageMs < askAgainAfterMs) return false;
  const online = !kept.senderKnown || kept.sender?.status.startsWith("ONLINE");
  const addressed = !kept.sender || app.webhookUrls.some((url) => kept.sender?.callbackUrl?.startsWith(url));
  if (kept.accountProblem || !online || !addressed) return true;
  const refused = await findFailedSends({ db, now }, accountCodes);
  return refused !== null && refused.lastAt > askedAt;
}

async function keptReport(db: TenantDatabase): Promise<TwilioReport | null> {
  const kept = await db.healthCheck.findFirst({ where: { check: "twilio-account" }, select: { evidence: true } });
  return twilioReport.safeParse((kept?.evidence as { report?: unknown } | undefined)?.report).data ?? null;
}
