import type { Sender } from "../conversations/send-next";
import { env } from "../env";
import { getChannel, refreshChannel } from "./find-channel";
import { retryFragment } from "./sender-webhook";

/** The organisation's sender as the jobs use it; null before it has one. */
export async function findSender(organizationId: string): Promise<Sender | null> {
  const channel = await getChannel(organizationId);
  if (!channel) return null;
  return {
    accountSid: channel.accountSid,
    authToken: channel.authToken,
    number: channel.number,
    statusUrl: (messageId) => `${env().PUBLIC_URL}/webhooks/whatsapp/twilio/status/${messageId}${retryFragment}`,
    // Twilio refused our credentials: no stranger can bring that about, and a reply is lost unless the newest are tried.
    refresh: () => refreshChannel(channel, 0),
  };
}
