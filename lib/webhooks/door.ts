import { type Channel, refreshChannel } from "../channels/find-channel";
import { isSignedFor } from "../channels/is-signed-for";
import { recordRefusal } from "../channels/record-refusal";
import { env } from "../env";
import { AppError } from "../errors";
import { logger } from "../logger";
import { readForm } from "../twilio/read-form";
import { type FormParameters, looksLikeSignature } from "../twilio/signature";

/** Cheap checks first, then the handler; a fault of ours is a 500, so that Twilio tries again or uses its fallback. */
export async function answerWebhook(
  request: Request,
  handler: (parameters: FormParameters, signature: string) => Promise<Response>,
): Promise<Response> {
  const signature = request.headers.get("x-twilio-signature");
  if (!looksLikeSignature(signature)) return refused();
  try {
    return await handler(await readForm(request), signature);
  } catch (error) {
    if (error instanceof AppError) return new Response(null, { status: error.status });
    logger.error({ err: error }, "a webhook could not be stored");
    return new Response(null, { status: 500 });
  }
}

interface Signed {
  request: Request;
  signature: string;
  /** Ours, as it was matched. */
  path: string;
  parameters: FormParameters;
}

/**
 * The channel, when Twilio signed the request with its token for our public address; null otherwise, with the reason
 * recorded. A token that was changed through another instance is read anew once.
 */
export async function verifiedChannel(channel: Channel | null, signed: Signed): Promise<Channel | null> {
  if (!channel) return null;
  const url = env().PUBLIC_URL + signed.path;
  if (isSignedFor(channel, { ...signed, url })) return channel;
  const latest = await refreshChannel(channel);
  if (latest && isSignedFor(latest, { ...signed, url })) return latest;
  logger.warn({ whatsAppAppId: channel.whatsAppAppId }, "a webhook's signature fits neither our address nor its token");
  refusedFor(latest ?? channel, signed);
  return null;
}

/** As `refused`, and recorded for the health page of the organisation whose sender it was for. */
export function refusedFor(channel: Channel, { request, signature, path, parameters }: Signed): Response {
  const { search } = new URL(request.url);
  recordRefusal(channel, { signature, parameters, url: env().PUBLIC_URL + path, headers: request.headers, search });
  return refused();
}

/** The same for an unknown number, an unknown key and a bad signature: a stranger learns nothing. */
export function refused(): Response {
  return new Response(null, { status: 403 });
}

/** The reply goes out through the REST API; an answer here as well would be a second one. */
export function accepted(): Response {
  return new Response("<Response/>", { headers: { "content-type": "text/xml" } });
}
