import { findChannelByNumber } from "../channels/find-channel";
import { findChannelOfMessage } from "../channels/find-channel-of-message";
import { recordReceipt, recordReceiptBySid } from "../conversations/record-receipt";
import { forOrganization } from "../db/for-organization";
import { parseInbound, senderOf } from "../twilio/inbound";
import { accepted, answerWebhook, refused, refusedFor, verifiedChannel } from "./door";

const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Receipts for one outbound message, whose id is in the address: it is known even where its SID was lost. */
export async function receiptOfMessage(
  request: Request,
  { outboundId = "" }: { outboundId?: string },
): Promise<Response> {
  if (!idShape.test(outboundId)) return refused();
  return answerWebhook(request, async (parameters, signature) => {
    const path = `/webhooks/whatsapp/twilio/status/${outboundId}`;
    const signed = { request, signature, path, parameters };
    const channel = await verifiedChannel(await findChannelOfMessage(outboundId), signed);
    if (!channel) return refused();

    const inbound = parseInbound(parameters);
    if (inbound.type !== "status") return accepted();
    if (inbound.receipt.accountSid !== channel.accountSid) return refusedFor(channel, signed);
    await recordReceipt(forOrganization(channel.organizationId), outboundId, inbound.receipt);
    return accepted();
  });
}

/** Receipts of messages that were sent without an address of their own, by others than us: only known ones matter. */
export function receiptBySid(request: Request): Promise<Response> {
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
