import twilio from "twilio";
import type { RequestOptions } from "twilio/lib/base/RequestClient.js";
import { env } from "../env";

export interface TwilioCredentials {
  accountSid: string;
  authToken: string;
}

const timeoutMs = 10_000;

// Node cannot see the names that this CommonJS package exports; only its default can be imported everywhere.
const { RequestClient, Twilio } = twilio;

/** Twilio's own client, for one account. With TWILIO_API_URL every product is reached there instead of at twilio.com. */
export function twilioClient({ accountSid, authToken }: TwilioCredentials): twilio.Twilio {
  const httpClient = new TwilioHttpClient({ timeout: timeoutMs, autoRetry: false });
  return new Twilio(accountSid, authToken, { httpClient });
}

class TwilioHttpClient extends RequestClient {
  override request<TData>(options: RequestOptions<TData>) {
    return super.request<TData>({ ...options, uri: twilioAddress(options.uri) });
  }
}

/** The address to call for one of Twilio's: the same, or its path at the stand-in. */
export function twilioAddress(uri: string): string {
  const standIn = env().TWILIO_API_URL;
  if (!standIn) return uri;
  const { pathname, search } = new URL(uri);
  return standIn.replace(/\/+$/, "") + pathname + search;
}
