import type { FastifyInstance } from "fastify";
import { ApiError, notFound } from "./api-error";
import { refuseDrift } from "./api-messages";
import { authenticate } from "./authenticate";
import { openApiCheck } from "./openapi";
import { stableSid } from "./sid";
import type { Simulator } from "./simulator";
import type { Account, Sender } from "./store";

const path = "/v2/Channels/Senders";
const check = openApiCheck("twilio_messaging_v2.json");

type WebhookKey = "callback_url" | "fallback_url" | "status_callback_url";
type SenderChanges = { webhook?: Partial<Record<WebhookKey | `${string}_method`, string | null>> | null };

/**
 * The account's WhatsApp senders: what they are worth, and where their messages go.
 * Source: https://www.twilio.com/docs/whatsapp/api/senders
 */
export function sendersApi(server: FastifyInstance, { store, activity }: Simulator): void {
  server.get<{ Querystring: Record<string, string> }>(path, (request) => {
    const account = authenticate(store, request);
    refuseDrift(check("get", path, "query", request.query));
    if (request.query.Channel !== "whatsapp") throw new ApiError(400, 20001, "Channel must be whatsapp.");
    return page(account, Number(request.query.PageSize ?? 20), Number(request.query.Page ?? 0));
  });

  server.get<{ Params: { sid: string } }>(`${path}/:sid`, (request) => {
    const account = authenticate(store, request);
    return senderResource(account, requireSender(account, request.params.sid));
  });

  server.post<{ Params: { sid: string }; Body: SenderChanges }>(`${path}/:sid`, (request, reply) => {
    const account = authenticate(store, request);
    const sender = requireSender(account, request.params.sid);
    const changes = request.body ?? {};
    refuseDrift(check("post", `${path}/{Sid}`, "body", changes as Record<string, unknown>));
    const changed = { ...sender, ...addresses(changes, sender) };
    const senders = account.senders.map((one) => (one === sender ? changed : one));
    store.registerAccount({ ...account, senders });
    activity.record({ direction: "from-app", title: "Sender changed", detail: changed.webhookUrl || "no webhook" });
    return reply.code(202).send(senderResource(account, changed));
  });
}

/** What is not named stays as it is; null clears. */
function addresses({ webhook }: SenderChanges, sender: Sender): Partial<Sender> {
  const given = (key: WebhookKey, present: string | undefined) =>
    webhook?.[key] === undefined ? present : (webhook[key] ?? undefined);
  return {
    webhookUrl: given("callback_url", sender.webhookUrl) ?? "",
    fallbackUrl: given("fallback_url", sender.fallbackUrl) || undefined,
    statusCallback: given("status_callback_url", sender.statusCallback) || undefined,
  };
}

function page(account: Account, size: number, number: number) {
  const senders = account.senders.slice(number * size, (number + 1) * size);
  const url = (index: number) =>
    `https://messaging.twilio.com${path}?Channel=whatsapp&PageSize=${size}&Page=${index}&PageToken=${index}`;
  const meta = {
    page: number,
    page_size: size,
    first_page_url: url(0),
    previous_page_url: number > 0 ? url(number - 1) : null,
    url: url(number),
    next_page_url: (number + 1) * size < account.senders.length ? url(number + 1) : null,
    key: "senders",
  };
  return { senders: senders.map((sender) => senderResource(account, sender)), meta };
}

function requireSender(account: Account, sid: string): Sender {
  const sender = account.senders.find((candidate) => sidOf(account, candidate) === sid);
  if (!sender) throw notFound(`${path}/${sid}`);
  return sender;
}

function sidOf(account: Account, sender: Sender): string {
  return stableSid("XE", `${account.accountSid} ${sender.address}`);
}

function senderResource(account: Account, sender: Sender) {
  const sid = sidOf(account, sender);
  return {
    sid,
    status: sender.status ?? "ONLINE",
    sender_id: sender.address,
    configuration: { waba_id: "12345678912345", verification_method: "sms", verification_code: null },
    webhook: {
      callback_url: sender.webhookUrl || null,
      callback_method: "POST",
      fallback_url: sender.fallbackUrl ?? null,
      fallback_method: "POST",
      status_callback_url: sender.statusCallback ?? null,
      status_callback_method: "POST",
    },
    profile: { name: sender.businessName, about: null },
    properties: {
      quality_rating: sender.qualityRating ?? "HIGH",
      messaging_limit: sender.messagingLimit ?? "10K Customers/24hr",
    },
    offline_reasons: sender.offlineReason
      ? [{ code: "63020", message: sender.offlineReason, more_info: "https://www.twilio.com/docs/errors/63020" }]
      : null,
    compliance: null,
    url: `https://messaging.twilio.com${path}/${sid}`,
  };
}
