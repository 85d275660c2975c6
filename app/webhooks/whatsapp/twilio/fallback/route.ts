import { findChannelByNumber } from "@/lib/channels/find-channel";
import { recipientOf } from "@/lib/twilio/inbound";
import { receiveMessage } from "../receive-message";

/** Where Twilio brings a message that the first address did not take: another try, perhaps at another instance. */
export function POST(request: Request): Promise<Response> {
  return receiveMessage(request, "/webhooks/whatsapp/twilio/fallback", async (parameters) => {
    const number = recipientOf(parameters);
    return number ? findChannelByNumber(number) : null;
  });
}
