import { findChannelOfMessage } from "@/lib/channels/find-channel-of-message";
import { recordReceipt } from "@/lib/conversations/record-receipt";
import { forOrganization } from "@/lib/db/for-organization";
import { parseInbound } from "@/lib/twilio/inbound";
import { accepted, answerWebhook, refused, refusedFor, verifiedChannel } from "../../webhook-door";

const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Receipts for one outbound message, whose id is in the address: it is known even where its SID was lost. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ outboundId: string }> },
): Promise<Response> {
  const { outboundId } = await params;
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
