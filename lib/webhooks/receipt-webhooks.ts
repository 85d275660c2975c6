import { type Channel, findChannelByNumber } from "../channels/find-channel";
import { findChannelOfMessage } from "../channels/find-channel-of-message";
import { recordReceipt, recordReceiptBySid } from "../conversations/record-receipt";
import { forOrganization, type TenantDatabase } from "../db/for-organization";
import { type DeliveryReceipt, parseInbound, senderOf } from "../twilio/inbound";
import { noteUnsupported, refusedFor, verifiedChannel } from "./door";
import type { Verdict, Webhook } from "./webhook-route";

const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Receipts for one outbound message, whose id is in the address: it is known even where its SID was lost. */
export async function receiptOfMessage(
  webhook: Webhook,
  { outboundId = "" }: { outboundId?: string | undefined },
): Promise<Verdict> {
  if (!idShape.test(outboundId)) return 403;
  const path = `/webhooks/whatsapp/twilio/status/${outboundId}`;
  return receiveReceipt(webhook, path, await findChannelOfMessage(outboundId), (db, receipt) =>
    recordReceipt(db, outboundId, receipt),
  );
}

/** Receipts of messages that were sent without an address of their own, by others than us: only known ones matter. */
export async function receiptBySid(webhook: Webhook): Promise<Verdict> {
  const number = senderOf(webhook.parameters);
  const channel = number ? await findChannelByNumber(number) : null;
  return receiveReceipt(webhook, "/webhooks/whatsapp/twilio/status", channel, recordReceiptBySid);
}

async function receiveReceipt(
  webhook: Webhook,
  path: string,
  candidate: Channel | null,
  record: (db: TenantDatabase, receipt: DeliveryReceipt) => Promise<void>,
): Promise<Verdict> {
  const channel = await verifiedChannel(candidate, webhook, path);
  if (!channel) return 403;
  const inbound = parseInbound(webhook.parameters);
  if (inbound.type === "unsupported") noteUnsupported(channel, inbound.reason);
  if (inbound.type !== "status") return 200;
  if (inbound.receipt.accountSid !== channel.accountSid) return refusedFor(channel, webhook, path);
  await record(forOrganization(channel.organizationId), inbound.receipt);
  return 200;
}
