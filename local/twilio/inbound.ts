import { ApiError } from "./api-error";
import { isUserId, isWhatsappAddress, newSid, userIdOf, whatsappAddress } from "./sid";
import type { FormParams } from "./signature";
import type { Simulator } from "./simulator";
import type { Account, Media, Message, Sender } from "./store";
import { type Attempt, postWebhook, succeeded } from "./webhook-request";

/** What a customer sends. */
export interface InboundMessage {
  /** `+44…`, or `whatsapp:CC.…` for a customer who hides the number. */
  from: string;
  /** The sender that is written to; the main one unless told. */
  to?: string;
  accountSid?: string;
  body?: string;
  profileName?: string;
  media?: { contentType: string; bytes: Buffer }[];
  location?: { latitude: number; longitude: number; address?: string; label?: string };
  button?: { text: string; payload: string; type?: "REPLY" | "ACTION" };
  messagingServiceSid?: string;
  /** Chosen by the caller, so that a call may be repeated: the message is made once, the webhook is posted again. */
  messageSid?: string;
  /** How many webhooks for this one message arrive at the same time. */
  copies?: number;
  wrongSignature?: boolean;
  /** Parameters to add or replace; null takes one away. */
  params?: Record<string, string | null>;
}

export interface InboundOutcome {
  messageSid: string;
  /** Whether any of the webhooks was answered with 2xx. */
  accepted: boolean;
  attempts: Attempt[];
}

/**
 * Lets a customer write to a sender: the message is kept, and its signed webhook posted as Twilio would, fallback and
 * retries included. Resolves when Twilio would give up or go on. Throws an ApiError (400) for an impossible message.
 */
export async function receiveFromCustomer(simulator: Simulator, input: InboundMessage): Promise<InboundOutcome> {
  const { store, activity, conditions } = simulator;
  const { account, sender } = requireSender(simulator, input);
  const message = existingMessage(simulator, input) ?? createMessage(simulator, input, account, sender);

  const call = {
    url: sender.webhookUrl,
    fallbackUrl: sender.fallbackUrl,
    authToken: account.authToken,
    params: message.webhookParams ?? {},
    wrongSignature: input.wrongSignature ?? conditions.switches.wrongSignature,
  };
  const copies = Math.max(1, Math.min(100, input.copies ?? (conditions.switches.duplicateWebhooks ? 2 : 1)));
  const outcomes = await Promise.all(
    Array.from({ length: copies }, async () => {
      const attempts = sender.webhookUrl ? await postWebhook(call) : [];
      for (const attempt of attempts) recordAttempt(simulator, message, attempt);
      return attempts;
    }),
  );

  const accepted = outcomes.some(succeeded);
  const changed = store.changeMessage(message.sid, { taken: message.taken === true || accepted });
  activity.publish({ name: "message", data: changed });
  return { messageSid: message.sid, accepted, attempts: outcomes.flat() };
}

function requireSender({ store, mainSender }: Simulator, input: InboundMessage): { account: Account; sender: Sender } {
  if (!isWhatsappAddress(whatsappAddress(input.from))) {
    throw new ApiError(400, 20001, `from is neither a number such as +447700900142 nor a user id such as GB.1A2B3C4D.`);
  }
  const to = input.to ? whatsappAddress(input.to) : mainSender;
  const found = store.findSender(to, input.accountSid);
  if (!found) throw new ApiError(400, 20001, "to is not a sender in the simulator. POST /_sim/accounts registers one.");
  return found;
}

function existingMessage({ store }: Simulator, { messageSid }: InboundMessage): Message | undefined {
  if (messageSid && !/^(SM|MM)[0-9a-f]{32}$/.test(messageSid)) {
    throw new ApiError(400, 20001, "messageSid must be SM or MM and 32 hex digits.");
  }
  return messageSid ? store.message(messageSid) : undefined;
}

function createMessage(simulator: Simulator, input: InboundMessage, account: Account, sender: Sender): Message {
  const { store, activity } = simulator;
  const sid = input.messageSid ?? newSid(input.media?.length ? "MM" : "SM");
  const now = Date.now();
  const media = (input.media ?? []).map(({ contentType, bytes }) => {
    const kept: Media = {
      sid: newSid("ME"),
      accountSid: account.accountSid,
      messageSid: sid,
      contentType,
      createdAt: now,
    };
    store.addMedia(kept, bytes);
    return kept;
  });
  const message: Message = {
    sid,
    accountSid: account.accountSid,
    direction: "inbound",
    from: whatsappAddress(input.from),
    to: sender.address,
    body: input.body ?? input.button?.text ?? "",
    mediaSids: media.map((medium) => medium.sid),
    messagingServiceSid: input.messagingServiceSid ?? sender.messagingServiceSid ?? null,
    status: "received",
    errorCode: null,
    createdAt: now,
    updatedAt: now,
    sentAt: now,
    taken: null,
    readAt: null,
  };
  store.addMessage({ ...message, webhookParams: webhookParams(message, input, media) });
  const stored = store.requireMessage(sid);
  activity.publish({ name: "message", data: stored });
  return stored;
}

/** Source: https://www.twilio.com/docs/messaging/guides/webhook-request, in the order of a captured request. */
function webhookParams(message: Message, input: InboundMessage, media: Media[]): FormParams {
  const userId = userIdOf(message.from, message.accountSid);
  const waId: Record<string, string> = isUserId(message.from) ? {} : { WaId: message.from.replace(/\D/g, "") };
  const context = { ProfileName: input.profileName ?? "Customer", ...waId, ExternalUserId: userId };
  const params: Record<string, string | null> = {
    SmsMessageSid: message.sid,
    NumMedia: String(media.length),
    ...mediaParams(message, media),
    ...context,
    MessageType: messageType(input),
    SmsSid: message.sid,
    SmsStatus: "received",
    Body: message.body,
    ...(input.button ? buttonParams(input.button) : {}),
    ...(input.location ? locationParams(input.location) : {}),
    To: message.to,
    ...(message.messagingServiceSid ? { MessagingServiceSid: message.messagingServiceSid } : {}),
    NumSegments: "1",
    ReferralNumMedia: "0",
    MessageSid: message.sid,
    AccountSid: message.accountSid,
    ChannelMetadata: JSON.stringify({ type: "whatsapp", data: { context } }),
    From: message.from,
    ApiVersion: "2010-04-01",
    ...input.params,
  };
  return Object.fromEntries(Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== null));
}

function mediaParams({ accountSid, sid }: Message, media: Media[]): Record<string, string> {
  const base = `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media`;
  const numbered = media.flatMap((medium, index) => [
    [`MediaContentType${index}`, medium.contentType],
    [`MediaUrl${index}`, `${base}/${medium.sid}`],
  ]);
  return Object.fromEntries(numbered);
}

function buttonParams({ text, payload, type = "REPLY" }: NonNullable<InboundMessage["button"]>) {
  return { ButtonText: text, ButtonPayload: payload, ButtonType: type };
}

function locationParams({ latitude, longitude, address, label }: NonNullable<InboundMessage["location"]>) {
  return {
    Latitude: String(latitude),
    Longitude: String(longitude),
    ...(address ? { Address: address } : {}),
    ...(label ? { Label: label } : {}),
  };
}

function messageType({ button, location, media }: InboundMessage): string {
  if (button) return "button";
  if (location) return "location";
  const kind = media?.[0]?.contentType.split("/")[0];
  if (!kind) return "text";
  return ["image", "audio", "video"].includes(kind) ? kind : "document";
}

function recordAttempt({ activity, store }: Simulator, message: Message, attempt: Attempt): void {
  activity.record({
    direction: "to-app",
    title: attempt.url === "fallback" ? "Message to your fallback URL" : "Message to your webhook",
    detail: `${attempt.status ?? attempt.error} in ${attempt.ms} ms · ${message.sid}`,
    failed: !succeeded([attempt]),
    messageSid: message.sid,
    customer: store.customerOf(message.from),
  });
}
