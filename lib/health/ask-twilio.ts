import type { Channel } from "../channels/find-channel";
import { fetchAccount } from "../twilio/account";
import { TwilioError, type TwilioProblem } from "../twilio/ask-twilio";
import { findTwilioSender } from "../twilio/senders";
import type { TwilioReport } from "./schema";

/**
 * What Twilio says of account and sender: two calls, the second only where the first was answered. Never throws: that
 * Twilio refuses or cannot be reached is what it reports.
 */
export async function reportOfTwilio(channel: Channel, now: Date): Promise<Omit<TwilioReport, "fingerprint">> {
  const askedAt = now.toISOString();
  const unknown = { sender: null, senderKnown: false };
  const account = await problemOr(() => fetchAccount(channel));
  if (typeof account === "string") return { askedAt, account: null, accountProblem: account, ...unknown };
  const known = { askedAt, account, accountProblem: null };
  if (channel.isSandbox || account.status !== "active") return { ...known, ...unknown };
  const sender = await problemOr(() => findTwilioSender(channel, channel.number));
  if (typeof sender === "string") return { ...known, ...unknown };
  return {
    ...known,
    senderKnown: true,
    sender: sender && {
      status: sender.status,
      qualityRating: sender.qualityRating,
      messagingLimit: sender.messagingLimit,
      offlineReasons: sender.offlineReasons,
      callbackUrl: sender.webhook.callbackUrl,
    },
  };
}

async function problemOr<T>(ask: () => Promise<T>): Promise<T | TwilioProblem> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof TwilioError) return error.problem;
    throw error;
  }
}
