import { type Channel, findChannelByKey, findChannelByNumber } from "../channels/find-channel";
import { recipientOf } from "../twilio/inbound";
import { receiveMessage } from "./receive-message";
import type { Verdict, Webhook } from "./webhook-route";

const keyShape = /^[A-Za-z0-9_-]{22,64}$/;

/** Inbound messages of senders that only one organisation has: found by the number written to. */
export async function messageByNumber(webhook: Webhook): Promise<Verdict> {
  return receiveMessage(webhook, "/webhooks/whatsapp/twilio", await ofNumber(webhook));
}

/** Where Twilio brings a message that the first address did not take: another try, perhaps at another instance. */
export async function messageByFallback(webhook: Webhook): Promise<Verdict> {
  return receiveMessage(webhook, "/webhooks/whatsapp/twilio/fallback", await ofNumber(webhook));
}

/** Inbound messages at an organisation's own address: needed for the sandbox, whose number is shared. */
export async function messageByKey(
  webhook: Webhook,
  { appKey = "" }: { appKey?: string | undefined },
): Promise<Verdict> {
  const channel = keyShape.test(appKey) ? await findChannelByKey(appKey) : null;
  return receiveMessage(webhook, `/webhooks/whatsapp/twilio/${appKey}`, channel);
}

async function ofNumber({ parameters }: Webhook): Promise<Channel | null> {
  const number = recipientOf(parameters);
  return number ? findChannelByNumber(number) : null;
}
