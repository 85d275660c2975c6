import { createHmac, randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ApiError, notFound } from "./api-error";
import { authenticate } from "./authenticate";
import { rfc2822 } from "./message-resource";
import type { Simulator } from "./simulator";
import type { Media } from "./store";

type OfMessage = FastifyRequest<{ Params: { messageSid: string } }>;
type OneMedia = FastifyRequest<{ Params: { messageSid: string; sid: string } }>;

const LINK_LIVES_MS = 4 * 60 * 60 * 1000;

/**
 * The files of messages. As at Twilio, the file itself stands behind a redirect from the API, which wants credentials,
 * to a content server, which wants none but a signed address that expires.
 * Source: https://www.twilio.com/docs/messaging/api/media-resource
 */
export function mediaApi(server: FastifyInstance, simulator: Simulator): void {
  const { store } = simulator;
  const linkKey = randomBytes(32);
  const base = "/2010-04-01/Accounts/:accountSid/Messages/:messageSid/Media";

  server.get(`${base}.json`, (request: OfMessage) => {
    const account = authenticate(store, request);
    const message = store.message(request.params.messageSid);
    if (message?.accountSid !== account.accountSid) throw notFound(request.url);
    const media = message.mediaSids.flatMap((sid) => store.media(sid) ?? []);
    return mediaList(request.url, media);
  });

  server.get(`${base}/:sid(^\\w+).json`, (request: OneMedia) => mediaResource(requireMedia(request)));

  server.get(`${base}/:sid(^\\w+)`, (request: OneMedia, reply) => {
    const { sid } = requireMedia(request);
    const expires = Date.now() + LINK_LIVES_MS;
    return reply.redirect(
      `${simulator.apiUrl()}/_cdn/${sid}?expires=${expires}&key=${linkSignature(sid, expires)}`,
      307,
    );
  });

  server.get<{ Params: { sid: string }; Querystring: { expires?: string; key?: string } }>(
    "/_cdn/:sid",
    (request, reply) => {
      const { expires = "0", key } = request.query;
      const isValid = key === linkSignature(request.params.sid, Number(expires)) && Number(expires) > Date.now();
      if (!isValid) throw new ApiError(403, 20403, "The link to this file has expired.");
      return sendMedia(simulator, request.params.sid, reply);
    },
  );

  function requireMedia(request: OneMedia): Media {
    const account = authenticate(store, request);
    const media = store.media(request.params.sid);
    const isOwn = media?.accountSid === account.accountSid && media.messageSid === request.params.messageSid;
    if (!media || !isOwn) throw notFound(request.url);
    return media;
  }

  function linkSignature(sid: string, expires: number): string {
    return createHmac("sha256", linkKey).update(`${sid} ${expires}`).digest("base64url");
  }
}

/** Answers with the bytes of a medium; 404 while there are none. */
export function sendMedia({ store }: Simulator, sid: string, reply: FastifyReply) {
  const bytes = store.mediaBytes(sid);
  if (!bytes) throw notFound(`/Media/${sid}`);
  return reply
    .header("content-type", store.media(sid)?.contentType ?? "application/octet-stream")
    .header("content-security-policy", "sandbox")
    .header("x-content-type-options", "nosniff")
    .send(bytes);
}

function mediaResource(media: Media) {
  return {
    account_sid: media.accountSid,
    content_type: media.contentType,
    date_created: rfc2822(media.createdAt),
    date_updated: rfc2822(media.createdAt),
    parent_sid: media.messageSid,
    sid: media.sid,
    uri: `/2010-04-01/Accounts/${media.accountSid}/Messages/${media.messageSid}/Media/${media.sid}.json`,
  };
}

function mediaList(uri: string, media: Media[]) {
  return {
    end: Math.max(media.length - 1, 0),
    first_page_uri: uri,
    media_list: media.map(mediaResource),
    next_page_uri: null,
    page: 0,
    page_size: 50,
    previous_page_uri: null,
    start: 0,
    uri,
  };
}
