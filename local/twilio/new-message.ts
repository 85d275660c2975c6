import { ApiError } from "./api-error";
import { isWhatsappAddress, newSid } from "./sid";
import type { Account, Media, Message, TwilioStore } from "./store";
import { fillTemplate } from "./templates";

/** The form of Messages.create. Source: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource */
export interface MessageForm {
  To?: string;
  From?: string;
  MessagingServiceSid?: string;
  Body?: string;
  MediaUrl?: string | string[];
  ContentSid?: string;
  ContentVariables?: string;
  PersistentAction?: string | string[];
  StatusCallback?: string;
}

const LONGEST_BODY = 1600;

/**
 * The message that a create call asks for, not yet stored. Throws an ApiError with Twilio's status and code when Twilio
 * would refuse it: first for what its error pages name, then for what `driftFromDocument` finds.
 */
export function draftMessage(
  store: TwilioStore,
  account: Account,
  form: MessageForm,
  driftFromDocument: () => string[],
): { message: Message; media: Media[] } {
  const to = requireTo(form);
  const from = requireFrom(store, account, form, to);
  requireContent(form);
  requireUrls(form);
  const drift = driftFromDocument();
  if (drift.length > 0) throw new ApiError(400, 20001, `${drift.join("; ")}.`);

  const mediaUrls = [form.MediaUrl ?? []].flat().slice(0, 1);
  const sid = newSid(mediaUrls.length > 0 ? "MM" : "SM");
  const now = Date.now();
  const media = mediaUrls.map((sourceUrl) => ({
    sid: newSid("ME"),
    accountSid: account.accountSid,
    messageSid: sid,
    contentType: "application/octet-stream",
    createdAt: now,
    sourceUrl,
  }));
  const message: Message = {
    sid,
    accountSid: account.accountSid,
    direction: "outbound-api",
    from,
    to,
    body: form.Body ?? "",
    mediaSids: media.map((medium) => medium.sid),
    messagingServiceSid: form.MessagingServiceSid ?? null,
    status: form.MessagingServiceSid ? "accepted" : "queued",
    errorCode: null,
    createdAt: now,
    updatedAt: now,
    sentAt: null,
    statusCallback: form.StatusCallback ?? store.findSender(from, account.accountSid)?.sender.statusCallback ?? null,
    persistentAction: [form.PersistentAction ?? []].flat(),
    ...(form.ContentSid && fillTemplate(account, form.ContentSid, form.ContentVariables)),
  };
  return { message, media };
}

function requireTo({ To: to }: MessageForm): string {
  if (!to) throw new ApiError(400, 21604, "A 'To' phone number is required.");
  const isValid = to.startsWith("whatsapp:") ? isWhatsappAddress(to) : /^\+[1-9]\d{6,14}$/.test(to);
  if (!isValid) throw new ApiError(400, 21211, `Invalid 'To' Phone Number: ${to}`);
  return to;
}

function requireFrom(store: TwilioStore, account: Account, form: MessageForm, to: string): string {
  const from = form.From ?? (form.MessagingServiceSid ? account.senders[0]?.address : undefined);
  if (!from)
    throw new ApiError(400, 21603, "A 'From' or 'MessagingServiceSid' parameter is required to send a message");
  if (!from.startsWith("whatsapp:") && !to.startsWith("whatsapp:")) {
    throw new ApiError(
      400,
      21606,
      `The 'From' phone number ${from} is not a valid message-capable Twilio phone number.`,
    );
  }
  if (from.startsWith("whatsapp:") !== to.startsWith("whatsapp:")) {
    throw new ApiError(400, 21910, "Invalid From and To pair. From and To should be of the same channel");
  }
  if (from === to) throw new ApiError(400, 63031, "Channels message cannot have same From and To");
  if (!store.findSender(from, account.accountSid)) {
    throw new ApiError(400, 63007, "Twilio could not find a Channel with the specified From address");
  }
  return from;
}

function requireContent(form: MessageForm): void {
  const hasContent = form.Body || form.ContentSid || [form.MediaUrl ?? []].flat().length > 0 || form.PersistentAction;
  if (!hasContent) throw new ApiError(400, 21619, "A text message body or media urls must be specified.");
  if ((form.Body?.length ?? 0) > LONGEST_BODY) {
    throw new ApiError(400, 21617, "The concatenated message body exceeds the 1600 character limit");
  }
}

function requireUrls(form: MessageForm): void {
  const { StatusCallback: callback } = form;
  if (callback && (!isHttpUrl(callback) || new URL(callback).hostname.includes("_"))) {
    throw new ApiError(400, 21609, `The StatusCallback URL ${callback} is not a valid URL.`);
  }
  const invalid = [form.MediaUrl ?? []].flat().find((url) => !isHttpUrl(url));
  if (invalid !== undefined) throw new ApiError(400, 21620, `Invalid media URL(s): ${invalid}`);
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
