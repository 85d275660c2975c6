import type { Channel } from "../channels/find-channel";
import { recordWebhookSeen } from "../channels/record-webhook-seen";
import { recordInbound } from "../conversations/record-inbound";
import { handOver } from "../outbox";
import { parseInbound } from "../twilio/inbound";
import { noteUnsupported, refusedFor, verifiedChannel } from "./door";
import type { Verdict, Webhook } from "./webhook-route";

/** One inbound message: whose, verify, record, answer. The reply is a job's; nothing here waits for it. */
export async function receiveMessage(webhook: Webhook, path: string, candidate: Channel | null): Promise<Verdict> {
  const channel = await verifiedChannel(candidate, webhook, path);
  if (!channel) return 403;

  const inbound = parseInbound(webhook.parameters);
  if (inbound.type === "unsupported") noteUnsupported(channel, inbound.reason);
  if (inbound.type !== "message") return 200;
  const { message } = inbound;
  // A captured request can be cut differently under the same signature: what it says must fit its owner.
  if (message.accountSid !== channel.accountSid || message.to !== channel.number)
    return refusedFor(channel, webhook, path);

  recordWebhookSeen(channel);

  const recorded = await recordInbound(channel, message);
  if (recorded?.event) handOver(recorded.event);
  return 200;
}
