import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ApiError } from "./api-error";
import { sendMedia } from "./api-media";
import { deliveryStats } from "./delivery-stats";
import { FAULT_CODES, SCRIPTED_NUMBERS } from "./faults";
import { receiveFromCustomer } from "./inbound";
import { sampleFile } from "./phone/samples";
import { whatsappAddress } from "./sid";
import type { Simulator } from "./simulator";
import type { Message } from "./store";

const media = z.union([
  z.strictObject({ contentType: z.string(), base64: z.base64() }),
  z.strictObject({ contentType: z.string().optional(), name: z.string() }),
]);

const inbound = z.strictObject({
  from: z.string(),
  to: z.string().optional(),
  accountSid: z.string().optional(),
  body: z.string().optional(),
  profileName: z.string().optional(),
  media: z.array(media).optional(),
  location: z
    .strictObject({
      latitude: z.number(),
      longitude: z.number(),
      address: z.string().optional(),
      label: z.string().optional(),
    })
    .optional(),
  button: z
    .strictObject({ text: z.string(), payload: z.string(), type: z.enum(["REPLY", "ACTION"]).optional() })
    .optional(),
  messagingServiceSid: z.string().optional(),
  messageSid: z.string().optional(),
  copies: z.int().min(1).max(100).optional(),
  wrongSignature: z.boolean().optional(),
  params: z.record(z.string(), z.string().nullable()).optional(),
});

const account = z.strictObject({
  accountSid: z.string().regex(/^AC[0-9a-fA-F]{32}$/),
  authToken: z.string().min(1),
  status: z.enum(["active", "suspended", "closed"]).optional(),
  apiKeys: z.array(z.strictObject({ sid: z.string().startsWith("SK"), secret: z.string().min(1) })).optional(),
  numbers: z.array(
    z.strictObject({
      number: z.string(),
      webhookUrl: z.union([z.url(), z.literal("")]),
      fallbackUrl: z.url().optional(),
      statusCallback: z.url().optional(),
      messagingServiceSid: z.string().optional(),
      businessName: z.string().optional(),
      status: z.string().optional(),
      qualityRating: z.string().optional(),
      messagingLimit: z.string().optional(),
      offlineReason: z.string().optional(),
    }),
  ),
});

const faults = z.looseObject({
  calm: z.literal(true).optional(),
  next: z
    .strictObject({
      fault: z.union([z.string(), z.int()]).transform(String),
      times: z.int().min(1).optional(),
      to: z.string().optional(),
    })
    .optional(),
});

/**
 * What only the simulator has: writing as a customer, accounts, faults, and what the phone page and tests look at.
 * Bodies are JSON, which a page of another origin cannot post unasked.
 */
export function controlApi(server: FastifyInstance, simulator: Simulator): void {
  const { store, activity, conditions, delivery } = simulator;

  server.post("/_sim/inbound", (request) => {
    const { media: files, ...input } = parsed(inbound, request.body);
    return receiveFromCustomer(simulator, { ...input, media: files?.map(fileOf) });
  });

  server.post("/_sim/accounts", (request) => {
    const { numbers, apiKeys = [], ...credentials } = parsed(account, request.body);
    const senders = numbers.map(({ number, businessName = number, ...sender }) => ({
      ...sender,
      businessName,
      address: whatsappAddress(number),
    }));
    store.registerAccount({ ...credentials, apiKeys, senders });
    activity.publish({ name: "accounts", data: publicAccounts(simulator) });
    return { accountSid: credentials.accountSid, numbers: senders.map((sender) => sender.address) };
  });

  server.get("/_sim/accounts", () => publicAccounts(simulator));

  server.get("/_sim/faults", () => ({
    switches: conditions.switches,
    queue: conditions.queue,
    codes: FAULT_CODES,
    numbers: SCRIPTED_NUMBERS.map((number) => ({ ...number, number: `+1555010${number.digits}` })),
  }));

  server.post("/_sim/faults", (request) => {
    const { calm, next, ...switches } = parsed(faults, request.body);
    if (calm) conditions.calm();
    conditions.change(switches);
    if (next) conditions.enqueue(next);
    delivery.resume();
    activity.publish({ name: "conditions", data: conditions.switches });
    return { switches: conditions.switches, queue: conditions.queue };
  });

  server.get<{ Querystring: MessageFilter }>("/_sim/messages", (request) => ({
    messages: matching(simulator, request.query).map((message) => withFiles(simulator, message)),
    typing: simulator.typing.customers(),
  }));

  server.get<{ Params: { sid: string } }>("/_sim/media/:sid", (request, reply) =>
    sendMedia(simulator, request.params.sid, reply),
  );
  server.get("/_sim/log", () => ({ entries: activity.entries() }));
  server.get("/_sim/stats", () => deliveryStats(store));

  server.get("/_sim/events", (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    reply.raw.write("retry: 1000\n: open\n\n");
    const unsubscribe = activity.subscribe(({ name, data }) => {
      const shown = name === "message" ? withFiles(simulator, data as Message) : data;
      reply.raw.write(`event: ${name}\ndata: ${JSON.stringify(shown)}\n\n`);
    });
    request.raw.on("close", unsubscribe);
  });
}

interface MessageFilter {
  customer?: string;
  number?: string;
  accountSid?: string;
  /** Only so many of the latest. */
  limit?: string;
}

/** Oldest first. */
function matching({ store }: Simulator, { customer, number, accountSid, limit }: MessageFilter): Message[] {
  const address = customer && store.customerOf(whatsappAddress(customer));
  const messages = store.messages().filter((message) => {
    const [who, sender] = message.direction === "inbound" ? [message.from, message.to] : [message.to, message.from];
    if (accountSid && message.accountSid !== accountSid) return false;
    if (number && sender !== whatsappAddress(number)) return false;
    return !address || store.customerOf(who) === address;
  });
  return limit ? messages.slice(-Number(limit)) : messages;
}

/** A message with what a page needs to show its files; the credentials in its webhook are no secret here. */
function withFiles({ store }: Simulator, message: Message) {
  const files = message.mediaSids.map((sid) => ({ sid, contentType: store.media(sid)?.contentType ?? "" }));
  const customer = store.customerOf(message.direction === "inbound" ? message.from : message.to);
  return { ...message, customer, files };
}

function publicAccounts({ store }: Simulator) {
  return store.accounts().map(({ accountSid, senders }) => ({ accountSid, senders }));
}

function fileOf(file: z.infer<typeof media>) {
  if ("base64" in file) return { contentType: file.contentType, bytes: Buffer.from(file.base64, "base64") };
  const sample = sampleFile(file.name);
  return { contentType: file.contentType ?? sample.contentType, bytes: sample.bytes };
}

function parsed<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new ApiError(400, 20001, z.prettifyError(result.error));
}
