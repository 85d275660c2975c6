import type { ChannelsSenderInstance } from "twilio/lib/rest/messaging/v2/channelsSender.js";
import { askTwilio } from "./ask-twilio";
import { type TwilioCredentials, twilioClient } from "./client";

/** A WhatsApp sender as Twilio's Senders API has it (https://www.twilio.com/docs/whatsapp/api/senders). */
export interface TwilioSender {
  sid: string;
  /** ONLINE, OFFLINE, PENDING_VERIFICATION, …: Twilio's own words. */
  status: string;
  /** Such as HIGH, and 10K Customers/24hr; null where Twilio does not tell. */
  qualityRating: string | null;
  messagingLimit: string | null;
  /** Why it is offline, in Twilio's words. */
  offlineReasons: string[];
  webhook: SenderWebhook;
}

/** Where Twilio calls for this sender; null where nowhere. */
export interface SenderWebhook {
  callbackUrl: string | null;
  fallbackUrl: string | null;
  statusCallbackUrl: string | null;
}

/** The account's sender with this number (E.164), or null. Throws TwilioError. */
export async function findTwilioSender(credentials: TwilioCredentials, number: string): Promise<TwilioSender | null> {
  const { channelsSenders } = twilioClient(credentials).messaging.v2;
  const senders = await askTwilio(() => channelsSenders.list({ channel: "whatsapp", pageSize: 1000, limit: 5000 }));
  const found = senders.find(({ senderId }) => senderId === `whatsapp:${number}`);
  return found ? view(found) : null;
}

/**
 * Changes the addresses that are given, null clears one; everything else of the sender, its profile and configuration
 * included, is not sent and stays. Throws TwilioError.
 */
export async function setSenderWebhook(
  credentials: TwilioCredentials,
  sid: string,
  changes: Partial<SenderWebhook>,
): Promise<TwilioSender> {
  const webhook = {
    ...(changes.callbackUrl !== undefined && { callback_url: changes.callbackUrl, callback_method: "POST" }),
    ...(changes.fallbackUrl !== undefined && { fallback_url: changes.fallbackUrl, fallback_method: "POST" }),
    ...(changes.statusCallbackUrl !== undefined && {
      status_callback_url: changes.statusCallbackUrl,
      status_callback_method: "POST",
    }),
  };
  const sender = twilioClient(credentials).messaging.v2.channelsSenders(sid);
  // Sent as it is: the client's own class would write names that Twilio does not know.
  return view(await askTwilio(() => sender.update({ webhook } as never)));
}

function view({ sid, status, properties, offlineReasons, webhook }: ChannelsSenderInstance): TwilioSender {
  return {
    sid,
    status,
    qualityRating: properties?.qualityRating ?? null,
    messagingLimit: properties?.messagingLimit ?? null,
    offlineReasons: (offlineReasons ?? []).map(({ message }) => message ?? "").filter(Boolean),
    webhook: {
      callbackUrl: webhook?.callbackUrl || null,
      fallbackUrl: webhook?.fallbackUrl || null,
      statusCallbackUrl: webhook?.statusCallbackUrl || null,
    },
  };
}
