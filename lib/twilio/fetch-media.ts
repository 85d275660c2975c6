import { setTimeout as wait } from "node:timers/promises";
import { env } from "../env";
import { AppError } from "../errors";
import { logger } from "../logger";

/** What WhatsApp lets through at most, as Twilio documents it for all kinds of media. */
export const largestMediaBytes = 16 * 1024 * 1024;
const timeLimitMs = 20_000;
const mostRedirects = 2;
/** Twilio may not know a file yet in the first moments after its webhook. */
const retryWaitsMs = [300, 1_000];

const twilioApi = "https://api.twilio.com";
const addressShape =
  /^https:\/\/api\.twilio\.com\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})\/Messages\/((?:SM|MM)[0-9a-f]{32})\/Media\/ME[0-9a-f]{32}$/;

/**
 * Gets one file of an inbound message from Twilio, at most 16 MB. The address came with a webhook and is not trusted: it
 * must name this account and this message at Twilio's API. The credentials go there and nowhere else; Twilio answers
 * with a redirect to its CDN, which is followed only to Twilio's own hosts (reference: Twilio's guide to media
 * messages; the CDN's host names are not documented and were gathered from public tests).
 *
 * @throws AppError `not_found` when the address is not of this message or Twilio has no such file any more,
 *   `payload_too_large` above 16 MB, `unavailable` when Twilio cannot be reached or answers otherwise
 */
export async function fetchMedia(
  channel: { accountSid: string; authToken: string },
  { url, messageSid }: { url: string; messageSid: string },
): Promise<{ bytes: Uint8Array<ArrayBuffer>; contentType: string }> {
  const [, accountSid, sid] = addressShape.exec(url) ?? [];
  if (accountSid !== channel.accountSid || sid !== messageSid) {
    logger.warn({ messageSid }, "the address of a media file does not belong to its message");
    throw gone();
  }
  const signal = AbortSignal.timeout(timeLimitMs);
  const authorization = `Basic ${Buffer.from(`${channel.accountSid}:${channel.authToken}`).toString("base64")}`;
  try {
    const response = await firstKnown(() => follow(apiAddress(url), authorization, signal), signal);
    if (response.status === 404 || response.status === 410) throw gone();
    if (!response.ok) throw unavailable(`it answered ${response.status}`);
    return { bytes: await readUpTo(response, largestMediaBytes), contentType: contentTypeOf(response) };
  } catch (error) {
    if (error instanceof AppError) throw error;
    // The error itself may hold the request with its Authorization header.
    logger.warn({ messageSid, reason: error instanceof Error ? error.name : "unknown" }, "a media file did not arrive");
    throw unavailable("it did not answer in time");
  }
}

/** Where the API really answers: a stand-in, when one is configured. */
function apiAddress(url: string): URL {
  const { pathname } = new URL(url);
  return new URL(`${(env().TWILIO_API_URL ?? twilioApi).replace(/\/+$/, "")}${pathname}`);
}

async function firstKnown(attempt: () => Promise<Response>, signal: AbortSignal): Promise<Response> {
  for (const waitMs of retryWaitsMs) {
    const response = await attempt();
    if (response.status !== 404) return response;
    await response.body?.cancel();
    await wait(waitMs, undefined, { signal });
  }
  return attempt();
}

async function follow(start: URL, authorization: string, signal: AbortSignal): Promise<Response> {
  let address = start;
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const headers: Record<string, string> = hop === 0 ? { authorization } : {};
    const response = await fetch(address, { headers, redirect: "manual", signal });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || !location) return response;
    await response.body?.cancel();
    address = new URL(location, address);
    if (!isTwilios(address)) throw unavailable("it pointed to a host that is not its own");
  }
  throw unavailable("it redirected too often");
}

function isTwilios(address: URL): boolean {
  const { hostname, origin, protocol } = address;
  if (env().TWILIO_API_URL && origin === new URL(env().TWILIO_API_URL ?? "").origin) return true;
  return protocol === "https:" && (origin === twilioApi || hostname.endsWith(".twiliocdn.com")) && address.port === "";
}

async function readUpTo(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (Number(response.headers.get("content-length")) > limit) throw tooLarge();
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function contentTypeOf(response: Response): string {
  const type = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  return type || "application/octet-stream";
}

function gone(): AppError {
  return new AppError("not_found", "Twilio no longer has this file.");
}

function tooLarge(): AppError {
  return new AppError("payload_too_large", "This file is larger than 16 MB.");
}

function unavailable(reason: string): AppError {
  return new AppError("unavailable", `Twilio did not hand over the file: ${reason}. Try again in a moment.`);
}
