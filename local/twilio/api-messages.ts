import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ApiError, notFound } from "./api-error";
import { authenticate } from "./authenticate";
import { type Fault, refusalOf } from "./faults";
import { messageList, messageResource } from "./message-resource";
import { draftMessage, type MessageForm } from "./new-message";
import { openApiCheck } from "./openapi";
import type { Simulator } from "./simulator";
import type { Message } from "./store";

const MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json";
const check = openApiCheck("twilio_api_v2010.messages.patched.json");

/** The Messages resource: create, list, fetch and delete. Source: https://www.twilio.com/docs/messaging/api/message-resource */
export function messagesApi(server: FastifyInstance, simulator: Simulator): void {
  const { store } = simulator;
  const base = "/2010-04-01/Accounts/:accountSid/Messages";

  server.post(`${base}.json`, (request, reply) => createMessage(simulator, request, reply));

  server.get(`${base}.json`, (request) => {
    const account = authenticate(store, request);
    const query = request.query as Record<string, string>;
    refuseDrift(check("get", MESSAGES, "query", query));
    return messageList(store.messages(), account.accountSid, query);
  });

  server.get<{ Params: { sid: string } }>(`${base}/:sid(^\\w+).json`, (request) =>
    messageResource(requireOwnMessage(simulator, request)),
  );

  server.delete<{ Params: { sid: string } }>(`${base}/:sid(^\\w+).json`, (request, reply) => {
    store.deleteMessage(requireOwnMessage(simulator, request).sid);
    return reply.code(204).send();
  });
}

/** The message that the path names, when it belongs to the caller's account; throws 404/20404 otherwise. */
export function requireOwnMessage(simulator: Simulator, request: FastifyRequest<{ Params: { sid: string } }>): Message {
  const account = authenticate(simulator.store, request);
  const message = simulator.store.message(request.params.sid);
  if (message?.accountSid !== account.accountSid) throw notFound(request.url);
  return message;
}

/** Throws 400/20001 that names what Twilio's own OpenAPI document has against the request. */
export function refuseDrift(problems: string[]): void {
  if (problems.length > 0) throw new ApiError(400, 20001, `${problems.join("; ")}.`);
}

async function createMessage(simulator: Simulator, request: FastifyRequest, reply: FastifyReply) {
  const { store, conditions, activity, delivery } = simulator;
  const account = authenticate(store, request);
  const form = (request.body ?? {}) as MessageForm;
  const { message, media } = draftMessage(store, account, form, () => check("post", MESSAGES, "body", asLists(form)));

  const fault = conditions.takeFault(message.to, message.body);
  if (fault) activity.publish({ name: "conditions", data: conditions.switches });
  refuseIfScripted(fault);
  if (fault?.endsWith("-before-storing")) return breakConnection(fault, request, reply);

  store.addMessage({ ...message, fault });
  for (const medium of media) store.addMedia(medium);
  activity.publish({ name: "message", data: message });
  activity.record({
    direction: "from-app",
    title: "Reply accepted",
    detail: `201, ${message.status} · ${message.sid}`,
    messageSid: message.sid,
    customer: store.customerOf(message.to),
  });
  delivery.start(message.sid);

  if (fault?.endsWith("-after-storing")) return breakConnection(fault, request, reply);
  if (fault === "slow-answer") await sleep(simulator.slowAnswerMs);
  return reply.code(201).send(messageResource(message));
}

function refuseIfScripted(fault: Fault | null): void {
  const refusal = refusalOf(fault);
  if (refusal) throw new ApiError(refusal.status, refusal.code, refusal.message);
}

/** Leaves the caller without an answer, cuts the connection, or answers 500 for a message that was stored. */
function breakConnection(fault: Fault, request: FastifyRequest, reply: FastifyReply) {
  if (fault.startsWith("error")) throw new ApiError(500, 20500, "Internal Server Error");
  reply.hijack();
  if (fault.startsWith("reset")) request.raw.socket.resetAndDestroy();
}

/** A form with one value for a name that takes several carries a bare string; the document wants a list. */
function asLists(form: MessageForm): Record<string, unknown> {
  const lists = { MediaUrl: form.MediaUrl, PersistentAction: form.PersistentAction };
  const given = Object.entries(lists).filter(([, value]) => value !== undefined);
  return { ...form, ...Object.fromEntries(given.map(([name, value]) => [name, [value].flat()])) };
}
