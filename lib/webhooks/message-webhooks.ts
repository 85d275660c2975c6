import { findChannelByKey, findChannelByNumber } from "../channels/find-channel";
import { recipientOf } from "../twilio/inbound";
import type { FormParameters } from "../twilio/signature";
import { receiveMessage } from "./receive-message";

const keyShape = /^[A-Za-z0-9_-]{22,64}$/;

/** Inbound messages of senders that only one organisation has: found by the number written to. */
export function messageByNumber(request: Request): Promise<Response> {
  return receiveMessage(request, "/webhooks/whatsapp/twilio", ofNumber);
}

/** Where Twilio brings a message that the first address did not take: another try, perhaps at another instance. */
export function messageByFallback(request: Request): Promise<Response> {
  return receiveMessage(request, "/webhooks/whatsapp/twilio/fallback", ofNumber);
}

/** Inbound messages at an organisation's own address: needed for the sandbox, whose number is shared. */
export function messageByKey(request: Request, { appKey = "" }: { appKey?: string }): Promise<Response> {
  return receiveMessage(request, `/webhooks/whatsapp/twilio/${appKey}`, async () =>
    keyShape.test(appKey) ? findChannelByKey(appKey) : null,
  );
}

async function ofNumber(parameters: FormParameters) {
  const number = recipientOf(parameters);
  return number ? findChannelByNumber(number) : null;
}
