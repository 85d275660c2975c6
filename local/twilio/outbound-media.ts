import type { TwilioStore } from "./store";

const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Fetches a file that a message is to carry from its MediaUrl, as Twilio does before sending. False when it cannot be
 * had within 5 seconds, is empty, or is larger than 16 MB; the message then fails with 63019.
 */
export async function fetchOutboundMedia(store: TwilioStore, mediaSid: string): Promise<boolean> {
  const media = store.media(mediaSid);
  if (!media?.sourceUrl || store.mediaBytes(mediaSid)) return true;
  try {
    const response = await fetch(media.sourceUrl, { signal: AbortSignal.timeout(5000) });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!response.ok || bytes.length === 0 || bytes.length > MOST_BYTES) return false;
    const contentType = response.headers.get("content-type") ?? media.contentType;
    store.addMedia({ ...media, contentType }, bytes);
    return true;
  } catch {
    return false;
  }
}
