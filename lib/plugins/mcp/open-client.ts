import { extractWWWAuthenticateParams } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport } from "@modelcontextprotocol/sdk/client/sse.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { ClientRequest } from "@modelcontextprotocol/sdk/types.js";
import type { z } from "zod";
import type { PluginTransport } from "@/generated/prisma/enums";
import { limitedFetch, TooLargeError } from "../../limited-fetch";
import { explainFailure } from "./explain-failure";
import { type Challenge, lostConnection, ServerFailure } from "./server-failure";
import { type StreamEnd, watchStream } from "./watch-stream";

const largestAnswer = 2 * 1024 * 1024;
const closeTimeoutMs = 2_000;
/** The client's own time limit is out of the way: the signal is the limit. */
const longerThanAny = 10 * 60_000;

export interface Endpoint {
  url: string;
  headers: Record<string, string>;
  /** Null: found out by trying. */
  transport: PluginTransport | null;
}

/** A session with one MCP server. */
export interface Connection {
  transport: PluginTransport;
  serverName: string | null;
  serverVersion: string | null;
  /** Throws ServerFailure. */
  request<S extends z.ZodType>(request: ClientRequest, result: S): Promise<z.output<S>>;
  /** Ends the session at the server as well, in the background: nobody waits for it. */
  close(): void;
}

/**
 * Connects to a server, within the time of the signal, which is also the limit of all requests: Streamable HTTP first,
 * then SSE where the answer is that of an older server, as the MCP specification says of backwards compatibility.
 * Throws ServerFailure.
 */
export async function openClient(endpoint: Endpoint, signal: AbortSignal): Promise<Connection> {
  if (endpoint.transport) return open(endpoint, endpoint.transport, signal);
  try {
    return await open(endpoint, "streamable_http", signal);
  } catch (error) {
    const isOlder = error instanceof ServerFailure && [400, 404, 405].includes(error.details.status ?? 0);
    if (!isOlder) throw error;
    return open(endpoint, "sse", signal).catch((second) => {
      throw second instanceof ServerFailure && second.details.challenge ? second : error;
    });
  }
}

async function open({ url, headers }: Endpoint, kind: PluginTransport, signal: AbortSignal): Promise<Connection> {
  const line = watchLine(kind);
  const client = new Client({ name: "Frontdesk", version: "1" });
  const transport =
    kind === "sse"
      ? new SSEClientTransport(new URL(url), { fetch: line.fetch, requestInit: { headers } })
      : new StreamableHTTPClientTransport(new URL(url), { fetch: line.fetch, requestInit: { headers } });
  const close = () => void endSession(client, transport);
  const inTime = async <T>(work: Promise<T>) => {
    try {
      return await Promise.race([work, line.lost, whenAborted(signal)]);
    } catch (error) {
      throw explainFailure(error, { signal, challenge: line.challenge, fetchError: line.fetchError });
    }
  };
  try {
    await inTime(client.connect(transport, { signal, timeout: longerThanAny }));
  } catch (error) {
    close();
    throw error;
  }
  const { name, version } = client.getServerVersion() ?? {};
  return {
    transport: kind,
    serverName: shortened(name),
    serverVersion: shortened(version),
    request: (request, result) => inTime(client.request(request, result, { signal, timeout: longerThanAny })),
    close,
  };
}

/** Knows what the SDK's client does not tell: how a request failed, what a 401 said, and that a stream broke off. */
function watchLine(kind: PluginTransport) {
  let breakOff: (error: unknown) => void = () => {};
  const lost = new Promise<never>((_, reject) => {
    breakOff = reject;
  });
  lost.catch(() => {});
  const line = { lost, fetch, challenge: undefined as Challenge | undefined, fetchError: undefined as unknown };
  const onEnd = (end: StreamEnd) => {
    if (endsTheSession(end, kind)) breakOff(lostConnection(end));
  };
  const limited = limitedFetch(largestAnswer, (method) => watchStream(method, onEnd));
  line.fetch = (async (input: string | URL, init?: RequestInit) => {
    try {
      const response = await limited(input, init);
      if (response.status === 401) line.challenge = extractWWWAuthenticateParams(response);
      return response;
    } catch (error) {
      line.fetchError = error;
      throw error;
    }
  }) as FetchLike as typeof fetch;
  return line;
}

/** Of SSE all answers come in one stream; of Streamable HTTP each in its own, which may be taken up again. */
function endsTheSession({ method, error, resumable }: StreamEnd, kind: PluginTransport): boolean {
  if (error instanceof TooLargeError) return true;
  return kind === "sse" ? method === "GET" : method === "POST" && error !== undefined && !resumable;
}

async function endSession(client: Client, transport: SSEClientTransport | StreamableHTTPClientTransport) {
  try {
    if (transport instanceof StreamableHTTPClientTransport)
      await Promise.race([transport.terminateSession(), whenAborted(AbortSignal.timeout(closeTimeoutMs))]);
  } catch {
    // The server ends it by itself some time.
  }
  await client.close().catch(() => {});
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function shortened(text: string | undefined): string | null {
  return text?.replaceAll("\u0000", "").toWellFormed().slice(0, 100) || null;
}
