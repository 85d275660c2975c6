import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import type { TenantDatabase } from "../db/for-organization";
import { env } from "../env";
import { AppError } from "../errors";
import { TwilioError } from "../twilio/ask-twilio";
import { findTwilioSender, type SenderWebhook, setSenderWebhook, type TwilioSender } from "../twilio/senders";
import { checkColumns, readCheck, requireChannel, type SenderCheck } from "./check-sender";
import type { Channel } from "./find-channel";
import { isOutOfReach, outOfReachSentence } from "./out-of-reach";

/** Lets Twilio try again when we are restarting (connection overrides: rc times, on 5xx, connect and read time-outs). */
export const retryFragment = "#rc=3&rp=5xx,ct,rt";
/** So short that all tries fit into the 15 s that a message has. */
const messageFragment = `${retryFragment}&ct=2000&rt=4000`;

/**
 * The addresses that Twilio is to call, as they go into its console, with the settings for trying again. The sandbox has
 * one of its own, because its number is shared, and knows no fallback.
 */
export function webhookAddresses({ appKey, isSandbox }: Pick<Channel, "appKey" | "isSandbox">) {
  const base = `${env().PUBLIC_URL}/webhooks/whatsapp/twilio`;
  if (isSandbox)
    return { callbackUrl: `${base}/${appKey}${messageFragment}`, fallbackUrl: null, statusCallbackUrl: null };
  return {
    callbackUrl: `${base}${messageFragment}`,
    fallbackUrl: `${base}/fallback${messageFragment}`,
    statusCallbackUrl: `${base}/status${retryFragment}`,
  } satisfies SenderWebhook;
}

/** Whether messages at Twilio go to us: at the address by number, or at the one with the key. */
export function isOurCallback(url: string | null, appKey: string): boolean {
  const base = `${env().PUBLIC_URL}/webhooks/whatsapp/twilio`;
  return [base, `${base}/${appKey}`].includes(url?.split("#")[0] ?? "");
}

/**
 * Sets callback, fallback and status address at Twilio, all three in one call, and touches nothing else of the sender.
 * Throws `conflict` for the sandbox, whose addresses only its console page has, when Twilio refuses, and when it could not
 * call the address.
 */
export async function setWebhook(db: TenantDatabase, actor: Actor): Promise<SenderCheck> {
  const channel = await requireChannel(db);
  if (channel.isSandbox)
    throw new AppError("conflict", "Twilio's API cannot set the sandbox's address. Paste it in Twilio's console.");
  if (isOutOfReach()) throw new AppError("conflict", outOfReachSentence);
  return change(db, actor, channel, "webhook.set", () => webhookAddresses(channel));
}

/** Clears at Twilio those of the three addresses that are still ours. Throws as `setWebhook`. */
export async function clearWebhook(db: TenantDatabase, actor: Actor): Promise<SenderCheck> {
  const channel = await requireChannel(db);
  if (channel.isSandbox)
    throw new AppError("conflict", "Twilio's API cannot clear the sandbox's address. Do it in Twilio's console.");
  return change(db, actor, channel, "webhook.cleared", oursIn);
}

async function change(
  db: TenantDatabase,
  actor: Actor,
  channel: Channel,
  action: string,
  changesTo: (present: SenderWebhook) => Partial<SenderWebhook>,
): Promise<SenderCheck> {
  const app = await db.whatsAppApp.findUniqueOrThrow({ where: { id: channel.whatsAppAppId } });
  const { before, after } = await askingTwilio(async () => {
    const found = await findTwilioSender(channel, channel.number);
    if (!found) throw new TwilioError("missing", 404, `${channel.number} is not a WhatsApp sender of this account.`);
    const changes = changesTo(found.webhook);
    const isNothing = Object.keys(changes).length === 0;
    return { before: found, after: isNothing ? found : await setSenderWebhook(channel, found.sid, changes) };
  });
  const check: SenderCheck = { account: readCheck(app)?.account ?? null, sender: after, problem: null };
  await db.$transaction(async (transaction) => {
    await transaction.whatsAppApp.update({ where: { id: app.id }, data: checkColumns(check) });
    const shown = ({ webhook }: TwilioSender) => ({ ...webhook });
    await recordAudit(transaction, actor, {
      action,
      subject: channel.number,
      before: shown(before),
      after: shown(after),
    });
  });
  return check;
}

/** Null for each that is ours: what somebody set meanwhile to another place stays. */
function oursIn(present: SenderWebhook): Partial<SenderWebhook> {
  const base = `${env().PUBLIC_URL}/webhooks/whatsapp/twilio`;
  const isOurs = (url: string | null) => {
    const path = url?.split("#")[0] ?? "";
    return path === base || path.startsWith(`${base}/`);
  };
  const ours = Object.entries(present).filter(([, url]) => isOurs(url));
  return Object.fromEntries(ours.map(([key]) => [key, null]));
}

async function askingTwilio<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof TwilioError ? error.toAppError() : error;
  }
}
