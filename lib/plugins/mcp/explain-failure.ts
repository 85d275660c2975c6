import { SseError } from "@modelcontextprotocol/sdk/client/sse.js";
import { StreamableHTTPError } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { McpError } from "@modelcontextprotocol/sdk/types.js";
import { TooLargeError } from "../../limited-fetch";
import { BlockedAddressError } from "../../outbound-fetch";
import { type Challenge, ServerFailure } from "./server-failure";

const longestQuote = 500;

/** What happened around an error, which the SDK's client does not tell with it. */
export interface Circumstances {
  signal: AbortSignal;
  /** Of the last 401. */
  challenge: Challenge | undefined;
  /** What the last request that got no answer failed with. */
  fetchError: unknown;
}

/** Any error of the SDK's client, sorted and in words. Texts of HTTP bodies are left out: they may repeat our headers. */
export function explainFailure(error: unknown, { signal, challenge, fetchError }: Circumstances): ServerFailure {
  if (error instanceof ServerFailure) return error;
  if (signal.aborted) return explainAbort(signal);
  const tooLarge = inChain(error, TooLargeError) ?? inChain(fetchError, TooLargeError);
  if (tooLarge) return new ServerFailure(tooLarge.message, { mayHaveArrived: true });
  if (error instanceof StreamableHTTPError || error instanceof SseError) {
    if (error.code !== undefined && error.code > 0) return explainStatus(error.code, challenge);
    if (!fetchError) return noMcp();
  }
  if (fetchError) return explainFetchError(fetchError);
  if (error instanceof McpError) return explainMcpError(error);
  if (error instanceof SyntaxError || (error instanceof Error && error.name.endsWith("ZodError"))) return noMcp();
  return explainFetchError(error);
}

function explainAbort({ reason }: AbortSignal): ServerFailure {
  const inTime = reason instanceof Error && reason.name === "TimeoutError";
  if (!inTime) return new ServerFailure("The call was stopped before the server answered.", { mayHaveArrived: true });
  const advice = "Check the address, or try again when the server is less busy.";
  return new ServerFailure("The server did not answer in time.", { mayHaveArrived: true, advice });
}

function explainStatus(status: number, challenge: Challenge | undefined): ServerFailure {
  if (status === 401) {
    const sentence = "The server wants to know who asks: it does not accept our authorisation.";
    return new ServerFailure(sentence, { status, challenge: challenge ?? {} });
  }
  if (status >= 500) {
    const advice = "Try again later, or ask whoever runs it.";
    return new ServerFailure(`The server failed with status ${status}.`, { status, mayHaveArrived: true, advice });
  }
  const advice = statusAdvice[status] ?? "Check the address, and what the server wants to see.";
  return new ServerFailure(`The server refused the request with status ${status}.`, { status, advice });
}

const statusAdvice: Record<number, string> = {
  403: "Check the headers that it wants to see, or ask whoever runs it.",
  404: "Check the path of the address: it often ends with /mcp.",
  405: "Check the path of the address: it often ends with /mcp.",
};

/** The words are the server's own. */
function explainMcpError({ message }: McpError): ServerFailure {
  const quote = message.replace(/^MCP error -?\d+: /, "").slice(0, longestQuote);
  return new ServerFailure(`The server answered with an error: ${quote}`);
}

function noMcp(): ServerFailure {
  const advice = "Check the path of the address: it often ends with /mcp.";
  return new ServerFailure("What answers at this address does not speak MCP.", { advice });
}

/** Nothing of the request had left us. */
const neverConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
]);

const connectAdvice: Record<string, string> = {
  ECONNREFUSED: "Nothing listens there: check the host and the port, and that the server is running.",
  ENOTFOUND: "There is no such host: check how its name is spelled.",
};

function explainFetchError(error: unknown): ServerFailure {
  const blocked = inChain(error, BlockedAddressError);
  if (blocked) return new ServerFailure(blocked.message);
  const chain = chainOf(error);
  if (chain.some(({ message }) => message === "unexpected redirect")) {
    const sentence =
      "The server redirects to another address, which is not followed. Give the address that it leads to.";
    return new ServerFailure(sentence);
  }
  // The list of the Fetch standard: mail, printers and the like.
  if (chain.some(({ message }) => message === "bad port"))
    return new ServerFailure("The port in this address belongs to another service and is not asked. Use another port.");
  const code = chain.map((each) => (each as NodeJS.ErrnoException).code).find((each) => typeof each === "string");
  if (code && neverConnected.has(code)) {
    const advice = connectAdvice[code] ?? "Check the address, and that the server is on the Internet.";
    return new ServerFailure(`The server could not be reached (${code}).`, { advice });
  }
  if (code?.startsWith("ERR_TLS") || code?.includes("CERT") || code === "ERR_SSL_WRONG_VERSION_NUMBER")
    return new ServerFailure(`No secure connection to the server could be made (${code}).`);
  return new ServerFailure("The connection to the server broke off.", { mayHaveArrived: true });
}

function inChain<E extends Error>(error: unknown, kind: abstract new (...given: never[]) => E): E | undefined {
  return chainOf(error).find((each): each is E => each instanceof kind);
}

function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let each = error; each instanceof Error && chain.length < 10; each = each.cause) chain.push(each);
  return chain;
}
