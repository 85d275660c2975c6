import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { NextApiHandler } from "next";
import { AppError } from "../errors";
import { logger } from "../logger";
import { readForm } from "../twilio/read-form";
import { type FormParameters, looksLikeSignature } from "../twilio/signature";

/** A webhook whose form was read. Whether Twilio signed it is not known yet. */
export interface Webhook {
  signature: string;
  parameters: FormParameters;
  headers: IncomingHttpHeaders;
  /** Of the address that was called, with its question mark; empty without one. */
  search: string;
}

/** Taken; or refused, the same for an unknown number, an unknown key and a bad signature: a stranger learns nothing. */
export type Verdict = 200 | 403;

/** Judges and keeps a webhook. `named` is what the route's address names. */
export type WebhookHandler = (webhook: Webhook, named: Record<string, string | undefined>) => Promise<Verdict>;

/**
 * Makes a route of Next's Pages Router of a webhook, which takes POST alone. There, and not in app/, and without a web
 * `Request`, because each costs a good part of the app's one thread (docs/decisions/0017-webhooks-in-pages.md). The file
 * must switch Next's own reading of bodies off.
 */
export function webhookRoute(handler: WebhookHandler): NextApiHandler {
  return async (incoming, outgoing) => {
    if (incoming.method !== "POST") {
      outgoing.writeHead(405, { Allow: "POST" }).end();
      return;
    }
    const status = await answer(incoming, incoming.query as Record<string, string>, handler);
    if (status === 200) outgoing.writeHead(200, takenHeaders).end(taken);
    else outgoing.writeHead(status, { "Content-Length": 0 }).end();
  };
}

/** The reply goes out through the REST API; an answer here as well would be a second one. */
const taken = "<Response/>";
/** With its length, because Node would else send it in chunks. */
const takenHeaders = { "Content-Type": "text/xml", "Content-Length": taken.length };

/** Cheap checks first, then the handler; a fault of ours is a 500, so that Twilio tries again or uses its fallback. */
async function answer(
  incoming: IncomingMessage,
  named: Record<string, string>,
  handler: WebhookHandler,
): Promise<number> {
  const { headers, url = "" } = incoming;
  const signature = headers["x-twilio-signature"];
  if (!looksLikeSignature(signature)) return 403;
  const queryAt = url.indexOf("?");
  const search = queryAt < 0 ? "" : url.slice(queryAt);
  try {
    return await handler({ signature, parameters: await readForm(incoming), headers, search }, named);
  } catch (error) {
    if (error instanceof AppError) return error.status;
    // Whoever hung up while sending has sent nothing, and hears nothing.
    if (!incoming.complete) return 400;
    logger.error({ err: error }, "a webhook could not be stored");
    return 500;
  }
}
