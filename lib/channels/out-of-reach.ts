import { isIP } from "node:net";
import { env } from "../env";
import { isPublicAddress } from "../outbound-fetch";

/** What to do about it, for whoever runs Frontdesk. */
export const outOfReachSentence =
  "Twilio cannot call an address that only this computer or its network knows. Whoever runs Frontdesk gives it a name on the internet, with https, names it in PUBLIC_URL and starts it again.";

/** Whether Twilio has no way to PUBLIC_URL. The stand-in for Twilio runs on this computer and reaches everything on it. */
export function isOutOfReach({ PUBLIC_URL, TWILIO_API_URL }: Reach = env()): boolean {
  if (TWILIO_API_URL) return false;
  // An IPv6 address stands in brackets in a URL.
  const host = new URL(PUBLIC_URL).hostname.replace(/^\[|\]$/g, "");
  if (isIP(host)) return !isPublicAddress(host);
  return !host.includes(".") || /\.(localhost|local|internal|lan)$/.test(host);
}

interface Reach {
  PUBLIC_URL: string;
  TWILIO_API_URL?: string;
}
