import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import twilio from "twilio";
import { type RunningTwilio, startTwilio, type TwilioOptions } from "./start-twilio";
import type { Message, MessageStatus } from "./store";

export const ACCOUNT_SID = `AC${"a".repeat(32)}`;
export const AUTH_TOKEN = "test-auth-token";
export const SENDER = "whatsapp:+15550001111";
export const CUSTOMER = "whatsapp:+447700900142";

export interface ReceivedRequest {
  path: string;
  url: string;
  headers: IncomingHttpHeaders;
  params: Record<string, string>;
}

/** For tests: an app that keeps every request and answers with the status that `answer` says, or not at all (null). */
export async function startRecordingApp(answer: (request: ReceivedRequest) => number | null = () => 200) {
  const received: ReceivedRequest[] = [];
  const waiting: { count: number; path: string; resolve: (requests: ReceivedRequest[]) => void }[] = [];
  const at = (path: string) => received.filter((request) => request.path === path);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? "/";
    const params = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString("utf8")));
    const kept = { path, url: `${url}${path}`, headers: request.headers, params };
    received.push(kept);
    const status = answer(kept);
    if (status !== null) response.writeHead(status, { "content-type": "text/xml" }).end("<Response/>");
    for (const { count, path: wanted, resolve } of waiting) if (at(wanted).length >= count) resolve(at(wanted));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    received,
    at,
    /** The requests to `path`, as soon as there are `count` of them. */
    until(path: string, count: number): Promise<ReceivedRequest[]> {
      if (at(path).length >= count) return Promise.resolve(at(path));
      return new Promise((resolve) => waiting.push({ count, path, resolve }));
    },
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** For tests: a simulator in memory, an app that records what it is sent, and Twilio's own client. */
export async function startStage(
  options: Partial<TwilioOptions> & { answer?: (request: ReceivedRequest) => number | null; fragment?: string } = {},
) {
  const { answer, fragment = "", ...twilioOptions } = options;
  const app = await startRecordingApp(answer);
  const simulator = await startTwilio({
    dataDir: null,
    account: { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN },
    number: SENDER,
    webhookUrl: `${app.url}/inbound${fragment}`,
    statusCallbackDefault: `${app.url}/status`,
    businessName: "Acme Support",
    delays: { sent: 0, delivered: 0, read: 0, late: 0 },
    ...twilioOptions,
  });
  const client = clientFor(simulator);
  return {
    app,
    simulator,
    client,
    /** Of the first template in this state of approval. */
    async contentSid(state: string): Promise<string | undefined> {
      const listed = await client.content.v1.contentAndApprovals.list();
      return listed.find(({ approvalRequests }) => (approvalRequests as { status?: string }).status === state)?.sid;
    },
    ...controls(simulator),
    async close() {
      await simulator.close();
      await app.close();
    },
  };
}

/** Twilio's own client, for an account of the simulator. */
export function clientFor({ apiUrl }: Pick<RunningTwilio, "apiUrl">, user = ACCOUNT_SID, secret = AUTH_TOKEN) {
  const client = twilio(user, secret, { accountSid: ACCOUNT_SID, timeout: 1000 });
  client.api.baseUrl = apiUrl;
  client.messaging.baseUrl = apiUrl;
  client.content.baseUrl = apiUrl;
  client.accounts.baseUrl = apiUrl;
  return client;
}

/** The simulator's own interface. */
export function controls({ apiUrl }: Pick<RunningTwilio, "apiUrl">) {
  async function get(path: string) {
    return (await fetch(`${apiUrl}${path}`)).json();
  }
  async function post(path: string, body: unknown) {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${apiUrl}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  }
  return {
    get,
    post,
    /** Lets the customer write and hands back the outcome. */
    async write(message: Record<string, unknown> = {}) {
      return (await post("/_sim/inbound", { from: CUSTOMER, body: "Hello", ...message })).body;
    },
    /** Resolves with the message when it has reached `status`, by listening to the simulator's events. */
    async untilStatus(sid: string, status: MessageStatus): Promise<Message> {
      const stop = new AbortController();
      const events = await fetch(`${apiUrl}/_sim/events`, { signal: stop.signal });
      const { messages }: { messages: Message[] } = await get("/_sim/messages");
      const known = messages.find((message) => message.sid === sid && message.status === status);
      const found =
        known ?? (await messageInEvents(events, (message) => message.sid === sid && message.status === status));
      stop.abort();
      return found;
    },
  };
}

async function messageInEvents(events: Response, isWanted: (message: Message) => boolean): Promise<Message> {
  let text = "";
  for await (const chunk of events.body ?? []) {
    text += Buffer.from(chunk).toString("utf8");
    for (const [, data] of text.matchAll(/event: message\ndata: (.*)\n\n/g)) {
      const message: Message = JSON.parse(data ?? "");
      if (isWanted(message)) return message;
    }
  }
  throw new Error("The simulator ended its events before the message came.");
}
