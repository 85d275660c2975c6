import { type TwilioCredentials, twilioClient } from "./client";

/** One message as Twilio's own records have it. */
export interface ListedMessage {
  messageSid: string;
  direction: string;
  from: string;
  to: string;
  body: string;
  status: string;
  errorCode: number;
  numMedia: number;
  createdAt: Date;
}

/** Source: https://www.twilio.com/docs/usage/twilios-response#pagination */
const largestPage = 1_000;

/** What Twilio has of messages between these addresses, newest first, at most `limit` (50), page by page. Throws a plain Error without the request. */
export async function listMessages(
  credentials: TwilioCredentials,
  { limit = 50, ...filter }: { from?: string; to?: string; after?: Date; limit?: number },
): Promise<ListedMessage[]> {
  try {
    const messages = await twilioClient(credentials).messages.list({
      ...(filter.from && { from: filter.from }),
      ...(filter.to && { to: filter.to }),
      ...(filter.after && { dateSentAfter: filter.after }),
      limit,
      pageSize: Math.min(limit, largestPage),
    });
    return messages.map((message) => ({
      messageSid: message.sid,
      direction: message.direction,
      from: message.from,
      to: message.to,
      body: message.body,
      status: message.status,
      errorCode: message.errorCode ?? 0,
      numMedia: Number(message.numMedia) || 0,
      createdAt: message.dateCreated,
    }));
  } catch (error) {
    throw plainError("messages", error);
  }
}

/** The media of one message, as Twilio's webhook would have named them. Throws as `listMessages` does. */
export async function listMediaUrls(
  credentials: TwilioCredentials,
  messageSid: string,
): Promise<{ url: string; contentType: string }[]> {
  try {
    const media = await twilioClient(credentials).messages(messageSid).media.list({ limit: 10 });
    return media.map(({ uri, contentType }) => ({
      url: `https://api.twilio.com${uri.replace(/\.json$/, "")}`,
      contentType,
    }));
  } catch (error) {
    throw plainError("media", error);
  }
}

function plainError(what: string, error: unknown): Error {
  const { status, code } = error as { status?: number; code?: number | string };
  return new Error(`Twilio did not list its ${what} (${code ?? status ?? "no answer"}).`);
}
