import { findChannelByNumber } from "@/lib/channels/find-channel";
import { recordReceiptBySid } from "@/lib/conversations/record-receipt";
import { forOrganization } from "@/lib/db/for-organization";
import { parseInbound, senderOf } from "@/lib/twilio/inbound";
import { accepted, answerWebhook, refused, refusedFor, verifiedChannel } from "../webhook-door";

/** Receipts of messages that were sent without an address of their own, by others than us: only known ones matter. */
export function POST(request: Request): Promise<Response> {
  return answerWebhook(request, async (parameters, signature) => {
    const signed = { request, signature, path: "/webhooks/whatsapp/twilio/status", parameters };
    const number = senderOf(parameters);
    const channel = await verifiedChannel(number ? await findChannelByNumber(number) : null, signed);
    if (!channel) return refused();

    const inbound = parseInbound(parameters);
    if (inbound.type !== "status") return accepted();
    if (inbound.receipt.accountSid !== channel.accountSid) return refusedFor(channel, signed);
    await recordReceiptBySid(forOrganization(channel.organizationId), inbound.receipt);
    return accepted();
  });
}
