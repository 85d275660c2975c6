import type { FastifyInstance } from "fastify";
import { ApiError, notFound } from "./api-error";
import { refuseDrift } from "./api-messages";
import { authenticate } from "./authenticate";
import { openApiCheck } from "./openapi";
import type { Simulator } from "./simulator";
import type { Account } from "./store";

const VERSIONS = [
  { path: "/v2/Indicators/Typing.json", check: openApiCheck("twilio_messaging_v2.json") },
  { path: "/v3/Indicators/Typing.json", check: openApiCheck("twilio_messaging_v3.json") },
];

/**
 * The typing sign, as a form (v2) and as JSON (v3). It also marks the customer's message as read.
 * Source: https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource
 */
export function typingApi(server: FastifyInstance, simulator: Simulator): void {
  for (const { path, check } of VERSIONS) {
    server.post<{ Body: Record<string, string> }>(path, (request) => {
      const account = authenticate(simulator.store, request);
      const body = request.body ?? {};
      refuseDrift(check("post", path, "body", body));
      if (body.channel?.toLowerCase() !== "whatsapp") throw new ApiError(400, 20001, "channel must be whatsapp.");
      showTyping(simulator, account, body.messageId ?? "");
      return { success: true };
    });
  }
}

function showTyping({ store, typing, activity }: Simulator, account: Account, messageSid: string): void {
  const message = store.message(messageSid);
  const isInbound = message?.accountSid === account.accountSid && message.direction === "inbound";
  if (!isInbound) throw notFound(`/Messages/${messageSid}`);
  if (!message.readAt) {
    activity.publish({ name: "message", data: store.changeMessage(message.sid, { readAt: Date.now() }) });
  }
  const customer = store.customerOf(message.from);
  typing.show(customer);
  activity.record({
    direction: "from-app",
    title: "Typing sign",
    detail: "shown 25 s at most",
    messageSid,
    customer,
  });
}
