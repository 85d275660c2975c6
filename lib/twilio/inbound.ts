import type { MessageKind } from "@/generated/prisma/enums";
import { sandboxNumber } from "./sandbox-number";
import type { FormParameters } from "./signature";

/** What Twilio posted, told apart by its fields and not by its undocumented MessageType. */
export type InboundRequest =
  | { type: "message"; message: InboundMessage }
  | { type: "status"; receipt: DeliveryReceipt }
  | { type: "unsupported"; reason: string };

export interface InboundMessage {
  messageSid: string;
  accountSid: string;
  /** E.164 without the whatsapp: prefix. */
  to: string;
  /** As Twilio gave it: whatsapp:+E164, or whatsapp:CC.BSUID where the number is hidden. Replies go here. */
  address: string;
  phone: string | null;
  /** WhatsApp's business-scoped user id, CC.xxxx. */
  bsuid: string | null;
  displayName: string | null;
  messagingServiceSid: string | null;
  kind: MessageKind;
  text: string;
  media: { url: string; contentType: string }[];
  extras: Record<string, unknown>;
  /** False for what must not reach the model: opt-outs, call permissions, the sandbox's own words, empty messages. */
  wantsAnswer: boolean;
}

export interface DeliveryReceipt {
  messageSid: string;
  accountSid: string;
  status: string;
  /** 0 when there is none. */
  errorCode: number;
}

const messageSidShape = /^(SM|MM)[0-9a-f]{32}$/;
const accountSidShape = /^AC[0-9a-f]{32}$/;
const phoneShape = /^\+[1-9]\d{5,14}$/;
const bsuidShape = /^[A-Z]{2}\.[A-Za-z0-9.]{1,140}$/;
/** Only words that mean nothing else: "cancel" or "start" may well be an answer to the assistant's own question. */
const optOutWords = new Set(["stop", "stopall", "unsubscribe", "optout", "unstop"]);

/** Reads a verified form. Parameters that it does not know are ignored: Twilio adds new ones without notice. */
export function parseInbound(parameters: FormParameters): InboundRequest {
  const field: Fields = (name) => cleanText(first(parameters[name]) ?? "") || undefined;
  const messageSid = field("MessageSid") ?? "";
  const accountSid = field("AccountSid") ?? "";
  if (!messageSidShape.test(messageSid)) return unsupported("MessageSid is missing or has another form");
  if (!accountSidShape.test(accountSid)) return unsupported("AccountSid is missing or has another form");

  const status = field("MessageStatus");
  if (status) {
    return { type: "status", receipt: { messageSid, accountSid, status, errorCode: Number(field("ErrorCode")) || 0 } };
  }

  const to = whatsAppAddress(field("To"));
  const from = whatsAppAddress(field("From"));
  if (!to || !phoneShape.test(to)) return unsupported("To is not a WhatsApp number");
  const phone = from && phoneShape.test(from) ? from : null;
  const bsuid = [whatsAppAddress(field("ExternalUserId")), from].find((id) => id && bsuidShape.test(id)) ?? null;
  if (!phone && !bsuid) return unsupported("From is neither a WhatsApp number nor a user id");

  const text = field("Body") ?? "";
  const media = readMedia(field);
  const extras = readExtras(field);
  const kind = kindOf(text, media, extras);
  return {
    type: "message",
    message: {
      messageSid,
      accountSid,
      to,
      address: `whatsapp:${from}`,
      phone,
      bsuid,
      displayName: field("ProfileName")?.replace(textDirection, "").slice(0, 200).toWellFormed() || null,
      messagingServiceSid: field("MessagingServiceSid") ?? null,
      kind,
      text,
      media,
      extras,
      wantsAnswer: kind !== "unsupported" && !isControl(text, to, field),
    },
  };
}

/** The number that a message was sent to, before it is verified: E.164, or null. */
export function recipientOf(parameters: FormParameters): string | null {
  const to = whatsAppAddress(first(parameters.To));
  return to && phoneShape.test(to) ? to : null;
}

/** The same for the number that a message was sent from, as a receipt names it. */
export function senderOf(parameters: FormParameters): string | null {
  const from = whatsAppAddress(first(parameters.From));
  return from && phoneShape.test(from) ? from : null;
}

/** The value of a parameter as it may be stored; undefined when there is none or it is empty. */
type Fields = (name: string) => string | undefined;

/** Signs that turn the direction of what follows: in a name they would turn our own sentences around it. */
const textDirection = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

function unsupported(reason: string): InboundRequest {
  return { type: "unsupported", reason };
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** The address without its prefix, or null when it is not one of WhatsApp's. */
function whatsAppAddress(value: string | undefined): string | null {
  return value?.toLowerCase().startsWith("whatsapp:") ? value.slice("whatsapp:".length) : null;
}

/** Postgres refuses NUL, and no other control character but tab and line feeds belongs in a message. */
function cleanText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, "").toWellFormed();
}

function readMedia(field: Fields): InboundMessage["media"] {
  const count = Math.min(Number(field("NumMedia")) || 0, 10);
  return Array.from({ length: count }, (_, index) => ({
    url: field(`MediaUrl${index}`) ?? "",
    contentType: field(`MediaContentType${index}`)?.split(";")[0]?.trim().toLowerCase() ?? "",
  })).filter((media) => media.url !== "");
}

/** Location, button, click-to-WhatsApp and quoted message, under names of our own. */
function readExtras(field: Fields): Record<string, unknown> {
  const extras = {
    location: field("Latitude") &&
      field("Longitude") && {
        latitude: Number(field("Latitude")),
        longitude: Number(field("Longitude")),
        label: field("Label"),
        address: field("Address"),
      },
    button: (field("ButtonText") || field("ButtonPayload")) && {
      text: field("ButtonText"),
      payload: field("ButtonPayload"),
      type: field("ButtonType"),
    },
    list: field("ListId") && { id: field("ListId"), title: field("ListTitle") },
    interactive: field("InteractiveData"),
    repliedTo: field("OriginalRepliedMessageSid"),
    referral: field("ReferralCtwaClid") && {
      clickId: field("ReferralCtwaClid"),
      sourceId: field("ReferralSourceId"),
      headline: field("ReferralHeadline"),
    },
    forwarded: field("Forwarded") === "true" || undefined,
  };
  return Object.fromEntries(Object.entries(extras).filter(([, value]) => value));
}

function kindOf(text: string, media: InboundMessage["media"], extras: Record<string, unknown>): MessageKind {
  const contentType = media[0]?.contentType;
  if (contentType !== undefined) return mediaKind(contentType);
  if (extras.location) return "location";
  if (extras.button || extras.list || extras.interactive) return "button";
  return text.trim() ? "text" : "unsupported";
}

function mediaKind(contentType: string): MessageKind {
  if (contentType === "image/webp") return "sticker";
  if (contentType === "text/vcard" || contentType === "text/x-vcard") return "contacts";
  const [family] = contentType.split("/");
  return family === "image" || family === "audio" || family === "video" ? family : "document";
}

/** Messages that are signals to the system and no words to an assistant (reference: Twilio's WhatsApp opt-out and calling pages). */
function isControl(text: string, to: string, field: Fields): boolean {
  if (field("OptOutType")) return true;
  if (text === "VOICE_CALL_REQUEST" && field("ButtonPayload")) return true;
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[.!?\s]+$/, "");
  if (to === sandboxNumber && /^join\s+\S+$/.test(word)) return true;
  return optOutWords.has(word);
}
