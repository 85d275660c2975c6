import { randomBytes, randomUUID } from "node:crypto";
import { type FormParams, formBody, signature } from "../local/twilio/signature";

/** The sender that is written to, as its organisation and Twilio know it. */
export interface Sender {
  accountSid: string;
  authToken: string;
  /** E.164. */
  number: string;
}

export interface WebhookPlan {
  sender: Sender;
  /** What is signed: the address that the receiver is configured with, whatever it is reached at. */
  signedUrl: string;
  count: number;
  /** The messages are dealt out to so many customers in turn. */
  customers: number;
}

/** One request, ready to be sent. */
export interface SignedWebhook {
  messageSid: string;
  headers: Record<string, string>;
  body: string;
}

/**
 * Distinct inbound messages as Twilio posts them, all usual parameters included, signed beforehand so that signing is
 * not measured. Each text names its MessageSid as a reference, which the model simulator repeats in its answer.
 */
export function makeWebhooks({ sender, signedUrl, count, customers }: WebhookPlan): SignedWebhook[] {
  const run = randomBytes(4).toString("hex");
  return Array.from({ length: count }, (_, index) => {
    const messageSid = `SM${run}${index.toString(16).padStart(24, "0")}`;
    const text = `Hello, are you open on Saturday, and do you ship to Dublin? ref ${messageSid}`;
    const params = formParams(sender, messageSid, customerPhone(index % customers), text);
    return {
      messageSid,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "user-agent": "TwilioProxy/1.1",
        accept: "*/*",
        "x-twilio-signature": signature(sender.authToken, signedUrl, params),
        "i-twilio-idempotency-token": randomUUID(),
        "x-home-region": "us1",
      },
      body: formBody(params),
    };
  });
}

/** Numbers of Ofcom's range for drama, so that nobody real is meant. */
export function customerPhone(index: number): string {
  return `+4477009${String(index).padStart(5, "0")}`;
}

/** In the order of a captured request. Source: https://www.twilio.com/docs/messaging/guides/webhook-request */
function formParams(sender: Sender, messageSid: string, phone: string, text: string): FormParams {
  const context = { ProfileName: "Jane Doe", WaId: phone.slice(1), ExternalUserId: `GB.${phone.slice(1)}A1B2C3` };
  return {
    SmsMessageSid: messageSid,
    NumMedia: "0",
    ...context,
    ExternalUserId: `whatsapp:${context.ExternalUserId}`,
    MessageType: "text",
    SmsSid: messageSid,
    SmsStatus: "received",
    Body: text,
    To: `whatsapp:${sender.number}`,
    NumSegments: "1",
    ReferralNumMedia: "0",
    MessageSid: messageSid,
    AccountSid: sender.accountSid,
    ChannelMetadata: JSON.stringify({ type: "whatsapp", data: { context } }),
    From: `whatsapp:${phone}`,
    ApiVersion: "2010-04-01",
  };
}
