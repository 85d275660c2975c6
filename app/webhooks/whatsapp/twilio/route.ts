import { findChannelByNumber } from "@/lib/channels/find-channel";
import { recipientOf } from "@/lib/twilio/inbound";
import { receiveMessage } from "./receive-message";

/** Inbound messages of senders that only one organisation has: found by the number written to. */
export function POST(request: Request): Promise<Response> {
  return receiveMessage(request, "/webhooks/whatsapp/twilio", async (parameters) => {
    const number = recipientOf(parameters);
    return number ? findChannelByNumber(number) : null;
  });
}
