import { join } from "node:path";
import formbody from "@fastify/formbody";
import Fastify, { type FastifyError, type FastifyInstance } from "fastify";
import { Activity } from "./activity";
import { accountApi } from "./api-account";
import { authTokensApi } from "./api-auth-tokens";
import { contentApi } from "./api-content";
import { ApiError, notFound } from "./api-error";
import { mediaApi } from "./api-media";
import { messagesApi } from "./api-messages";
import { sendersApi } from "./api-senders";
import { typingApi } from "./api-typing";
import { Conditions } from "./conditions";
import { controlApi } from "./control-api";
import { DEFAULT_DELAYS, Delivery, type DeliveryDelays } from "./delivery";
import { phonePage } from "./phone/page";
import { whatsappAddress } from "./sid";
import type { Simulator } from "./simulator";
import { type Message, TwilioStore } from "./store";
import { TypingSigns } from "./typing-signs";

export interface TwilioOptions {
  /** The folder that state is kept in and read from; null keeps it in memory. */
  dataDir: string | null;
  /** 0, the default, chooses a free port. */
  port?: number;
  host?: string;
  account: { accountSid: string; authToken: string; apiKeys?: { sid: string; secret: string }[] };
  /** The WhatsApp sender, with or without `whatsapp:`. */
  number: string;
  /** May carry Twilio's connection settings in its fragment: `#rc=3&rp=5xx,ct,rt`. */
  webhookUrl: string;
  fallbackUrl?: string;
  statusCallbackDefault?: string;
  businessName: string;
  /** Milliseconds; see DEFAULT_DELAYS. */
  delays?: Partial<DeliveryDelays>;
  /** How long the fault "slow-answer" takes; 4000 ms unless told. */
  slowAnswerMs?: number;
  /** Told of faults of the simulator itself; never of message texts or credentials. */
  log?: (entry: { message: string; error?: string }) => void;
}

export interface RunningTwilio {
  apiUrl: string;
  phoneUrl: string;
  close(): Promise<void>;
}

/**
 * Starts a Twilio that exists only on this machine: the REST API, signed webhooks and receipts, and a phone page to
 * write from. State in `dataDir` survives a kill; deliveries that were under way go on. Rejects when the port is taken.
 */
export async function startTwilio(options: TwilioOptions): Promise<RunningTwilio> {
  const { host = "127.0.0.1", port = 0, slowAnswerMs = 4000 } = options;
  const store = new TwilioStore(options.dataDir && join(options.dataDir, "twilio"));
  registerMainAccount(store, options);
  const activity = new Activity();
  const conditions = new Conditions();
  const delivery = new Delivery(store, activity, conditions, { ...DEFAULT_DELAYS, ...options.delays });
  const typing = new TypingSigns(activity);
  const server = Fastify({
    forceCloseConnections: true,
    bodyLimit: 32 * 1024 * 1024,
    routerOptions: { maxParamLength: 200 },
  });
  const apiUrl = () => `http://${host}:${(server.server.address() as { port: number }).port}`;
  const simulator: Simulator = {
    store,
    activity,
    conditions,
    delivery,
    typing,
    mainSender: whatsappAddress(options.number),
    slowAnswerMs,
    apiUrl,
  };

  await serve(server, simulator, options.log);
  activity.subscribe((event) => event.name === "message" && hideTypingAfter(event.data as Message, simulator));
  await server.listen({ host, port });
  delivery.resume();

  return {
    apiUrl: apiUrl(),
    phoneUrl: `${apiUrl()}/phone`,
    async close() {
      typing.stopAll();
      await delivery.stop();
      await server.close();
      store.close();
    },
  };
}

async function serve(server: FastifyInstance, simulator: Simulator, log: TwilioOptions["log"]): Promise<void> {
  server.setErrorHandler<FastifyError | ApiError>((error, request, reply) => {
    const answer = error instanceof ApiError ? error : asApiError(error);
    if (answer.status >= 500 && answer !== error)
      log?.({ message: `${request.method} ${request.routeOptions.url ?? "?"} failed`, error: error.message });
    recordRefusal(simulator, request.url, answer);
    if (answer.code === 20503) return reply.code(503).type("text/html").send("<h1>503 Service Unavailable</h1>");
    return reply.code(answer.status).send(answer.body);
  });
  server.setNotFoundHandler((request) => {
    throw notFound(request.url.split("?")[0] ?? "");
  });

  await server.register(async (twilioApi) => {
    await twilioApi.register(formbody);
    for (const api of [messagesApi, mediaApi, typingApi, contentApi, accountApi, authTokensApi, sendersApi])
      api(twilioApi, simulator);
  });
  controlApi(server, simulator);
  phonePage(server);
}

/** What the API changed in an earlier life stays: tokens that were rotated, and a webhook that was taken away. */
function registerMainAccount(store: TwilioStore, options: TwilioOptions): void {
  const address = whatsappAddress(options.number);
  const known = store.account(options.account.accountSid);
  const knownSender = known?.senders.find((sender) => sender.address === address);
  const sender = {
    address,
    businessName: options.businessName,
    webhookUrl: knownSender?.webhookUrl === "" ? "" : options.webhookUrl,
    fallbackUrl: options.fallbackUrl,
    statusCallback: options.statusCallbackDefault,
  };
  const tokens = known && { authToken: known.authToken, secondaryAuthToken: known.secondaryAuthToken };
  store.registerAccount({ apiKeys: [], ...options.account, ...tokens, senders: [sender] });
}

/** The typing sign goes when the reply is on the phone, or can no longer get there; a receipt of reading tells nothing new. */
function hideTypingAfter(message: Message, { store, typing }: Simulator): void {
  const hasArrived = ["delivered", "failed", "undelivered"].includes(message.status);
  if (message.direction === "outbound-api" && hasArrived) typing.stop(store.customerOf(message.to));
}

/** What Fastify itself refuses, such as a body that is no JSON, in Twilio's shape. */
function asApiError(error: FastifyError): ApiError {
  const status = error.statusCode ?? 500;
  return status < 500 ? new ApiError(status, 20001, error.message) : new ApiError(500, 20500, "Internal Server Error");
}

function recordRefusal({ activity }: Simulator, url: string, error: ApiError): void {
  if (!url.startsWith("/2010-04-01") && !/^\/v\d/.test(url)) return;
  activity.record({
    direction: "from-app",
    title: `Refused: ${error.code}`,
    detail: `${error.status}, ${error.message}`,
    failed: true,
  });
}
