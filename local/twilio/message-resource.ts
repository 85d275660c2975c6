import { errorMessage } from "./faults";
import type { Message } from "./store";

/** A message as the REST API shows it. Source: https://www.twilio.com/docs/messaging/api/message-resource#message-properties */
export function messageResource(message: Message) {
  const uri = `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}`;
  return {
    account_sid: message.accountSid,
    api_version: "2010-04-01",
    body: message.body,
    date_created: rfc2822(message.createdAt),
    date_sent: rfc2822(message.sentAt),
    date_updated: rfc2822(message.updatedAt),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: errorMessage(message.errorCode),
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: String(message.mediaSids.length),
    num_segments: "1",
    price: null,
    price_unit: null,
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

/**
 * One page of an account's messages, newest first, in and out alike, from all messages oldest first. `query` is Twilio's: To, From, DateSent, DateSent>,
 * DateSent<, PageSize (50 unless told, 1000 at most), Page. A date without a time stands for the whole day in GMT, and
 * a message that has not been sent yet has no DateSent, so that a filter on it leaves the message out.
 */
export function messageList(messages: Message[], accountSid: string, query: Record<string, string>) {
  const matching = messages.filter((message) => message.accountSid === accountSid && matches(message, query)).reverse();
  const pageSize = Math.min(Number(query.PageSize ?? 50), 1000);
  const page = Number(query.Page ?? 0);
  const shown = matching.slice(page * pageSize, (page + 1) * pageSize);
  const pageUri = (index: number) => {
    const address = new URLSearchParams({ ...query, PageSize: String(pageSize), Page: String(index) });
    return `/2010-04-01/Accounts/${accountSid}/Messages.json?${address}`;
  };
  return {
    end: page * pageSize + Math.max(shown.length - 1, 0),
    first_page_uri: pageUri(0),
    messages: shown.map(messageResource),
    next_page_uri: matching.length > (page + 1) * pageSize ? pageUri(page + 1) : null,
    page,
    page_size: pageSize,
    previous_page_uri: page > 0 ? pageUri(page - 1) : null,
    start: page * pageSize,
    uri: pageUri(page),
  };
}

/** Twilio's dates have whole seconds: `Thu, 24 Aug 2023 05:01:45 +0000`. */
export function rfc2822(at: number | null): string | null {
  return at === null ? null : new Date(at).toUTCString().replace("GMT", "+0000");
}

function matches(message: Message, query: Record<string, string>): boolean {
  if (query.To && message.to !== query.To) return false;
  if (query.From && message.from !== query.From) return false;
  if (query.DateSent && !sentWithin(message, query.DateSent, query.DateSent)) return false;
  if (query["DateSent>"] && !sentWithin(message, query["DateSent>"], null)) return false;
  return !query["DateSent<"] || sentWithin(message, null, query["DateSent<"]);
}

function sentWithin(message: Message, from: string | null, until: string | null): boolean {
  if (message.sentAt === null) return false;
  const at = Math.floor(message.sentAt / 1000) * 1000;
  return (from === null || at >= startOf(from)) && (until === null || at <= endOf(until));
}

function startOf(date: string): number {
  return Date.parse(isWholeDay(date) ? `${date}T00:00:00Z` : date);
}

function endOf(date: string): number {
  return Date.parse(isWholeDay(date) ? `${date}T23:59:59Z` : date);
}

function isWholeDay(date: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(date);
}
