import { type Channel, refreshChannel } from "../channels/find-channel";
import { isSignedFor } from "../channels/is-signed-for";
import { recordRefusal } from "../channels/record-refusal";
import { env } from "../env";
import { logger } from "../logger";
import type { Verdict, Webhook } from "./webhook-route";

/**
 * The channel, when Twilio signed the webhook with its token for our public address; null otherwise, with the reason
 * recorded. A token that was changed through another instance is read anew once.
 *
 * @param path ours, as it was matched
 */
export async function verifiedChannel(
  channel: Channel | null,
  webhook: Webhook,
  path: string,
): Promise<Channel | null> {
  if (!channel) return null;
  const signed = { ...webhook, url: env().PUBLIC_URL + path };
  if (isSignedFor(channel, signed)) return channel;
  const latest = await refreshChannel(channel);
  if (latest && isSignedFor(latest, signed)) return latest;
  logger.warn({ whatsAppAppId: channel.whatsAppAppId }, "a webhook's signature fits neither our address nor its token");
  recordRefusal(latest ?? channel, signed);
  return null;
}

/** Refuses what is signed and does not fit its owner, and records it for the owner's health page. */
export function refusedFor(channel: Channel, webhook: Webhook, path: string): Verdict {
  recordRefusal(channel, { ...webhook, url: env().PUBLIC_URL + path });
  return 403;
}

/** Twilio signed it, and we cannot read it: taken all the same, since another try would be no different. */
export function noteUnsupported(channel: Channel, reason: string): void {
  logger.warn({ whatsAppAppId: channel.whatsAppAppId, reason }, "a webhook that Twilio signed could not be read");
}
