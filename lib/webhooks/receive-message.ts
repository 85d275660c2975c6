import type { Channel } from "../channels/find-channel";
import { recordWebhookSeen } from "../channels/record-webhook-seen";
import { recordInbound } from "../conversations/record-inbound";
import { handOver } from "../outbox";
import { parseInbound } from "../twilio/inbound";
import type { FormParameters } from "../twilio/signature";
import { accepted, answerWebhook, refused, refusedFor, verifiedChannel } from "./door";

/** One inbound message: whose, verify, record, answer. The reply is a job's; nothing here waits for it. */
export function receiveMessage(
  request: Request,
  path: string,
  findChannel: (parameters: FormParameters) => Promise<Channel | null>,
): Promise<Response> {
  return answerWebhook(request, async (parameters, signature) => {
    const signed = { request, signature, path, parameters };
    const channel = await verifiedChannel(await findChannel(parameters), signed);
    if (!channel) return refused();

    const inbound = parseInbound(parameters);
    if (inbound.type !== "message") return accepted();
    const { message } = inbound;
    // A captured request can be cut differently under the same signature: what it says must fit its owner.
    if (message.accountSid !== channel.accountSid || message.to !== channel.number) return refusedFor(channel, signed);

    recordWebhookSeen(channel);

    const recorded = await recordInbound(channel, message);
    if (recorded?.event) handOver(recorded.event);
    return accepted();
  });
}
