import { randomUUID } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { type FormParams, formBody, signature, signedUrl } from "./signature";

/** How Twilio calls a URL. Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
export interface ConnectionSettings {
  connectTimeoutMs: number;
  readTimeoutMs: number;
  totalTimeoutMs: number;
  retryCount: number;
  retryOn: Set<"4xx" | "5xx" | "ct" | "rt">;
}

/** One call of a webhook: an HTTP status and the time it took, or the reason why there was no answer. */
export interface Attempt {
  url: "webhook" | "fallback";
  status: number | null;
  ms: number;
  error: string | null;
}

type Failure = "4xx" | "5xx" | "ct" | "rt" | "3xx";

interface Answer {
  attempt: Attempt;
  failure: Failure | null;
}

interface Call {
  url: string;
  authToken: string;
  params: FormParams;
  fallbackUrl?: string | undefined;
  wrongSignature?: boolean;
  signal?: AbortSignal;
}

/**
 * Posts signed parameters to a webhook as Twilio does: with the connection settings of the URL's fragment, the same
 * idempotency token on every retry, and one last call of the fallback URL when there is one. Redirects are not followed.
 */
export async function postWebhook(call: Call): Promise<Attempt[]> {
  const token = randomUUID();
  const attempts = await postWithRetries(call, token);
  if (succeeded(attempts) || !call.fallbackUrl) return attempts;
  const failed = attempts.at(-1);
  const params = { ...call.params, ErrorCode: errorCodeOf(failed), ErrorUrl: signedUrl(call.url) };
  const fallback = await postWithRetries({ ...call, url: call.fallbackUrl, params }, token);
  return [...attempts, ...fallback.map((attempt) => ({ ...attempt, url: "fallback" as const }))];
}

/** Whether the last attempt was answered with 2xx. */
export function succeeded(attempts: Attempt[]): boolean {
  const status = attempts.at(-1)?.status ?? 0;
  return status >= 200 && status < 300;
}

/** The settings in a URL's fragment over Twilio's defaults; what is out of range or unknown is ignored. */
export function connectionSettings(url: string): ConnectionSettings {
  const overrides = new URLSearchParams(url.split("#")[1] ?? "");
  const number = (name: string, least: number, most: number, fallback: number) => {
    const value = Number(overrides.get(name) ?? Number.NaN);
    return Number.isInteger(value) && value >= least && value <= most ? value : fallback;
  };
  return {
    connectTimeoutMs: number("ct", 100, 10_000, 5000),
    readTimeoutMs: number("rt", 100, 15_000, 15_000),
    totalTimeoutMs: number("tt", 100, 15_000, 15_000),
    retryCount: number("rc", 0, 5, 1),
    retryOn: retryPolicy(overrides.get("rp") ?? "ct"),
  };
}

async function postWithRetries(call: Call, token: string): Promise<Attempt[]> {
  const settings = connectionSettings(call.url);
  const deadline = Date.now() + settings.totalTimeoutMs;
  const attempts: Attempt[] = [];
  for (let retry = 0; retry <= settings.retryCount; retry++) {
    const { attempt, failure } = await postOnce(call, token, settings, deadline);
    attempts.push(attempt);
    const mayRetry = failure !== null && failure !== "3xx" && settings.retryOn.has(failure) && Date.now() < deadline;
    if (!mayRetry || call.signal?.aborted) break;
  }
  return attempts;
}

function postOnce(call: Call, token: string, settings: ConnectionSettings, deadline: number): Promise<Answer> {
  const startedAt = Date.now();
  const url = new URL(call.url);
  const isHttps = url.protocol === "https:";
  const request = (isHttps ? httpsRequest : httpRequest)(url, {
    method: "POST",
    agent: false,
    signal: call.signal,
    headers: headers(call, token),
  });
  return new Promise((resolve) => {
    let connected = false;
    let timer: NodeJS.Timeout;
    const allow = (milliseconds: number, reason: string) => {
      clearTimeout(timer);
      timer = setTimeout(() => request.destroy(new Error(reason)), Math.min(milliseconds, deadline - Date.now()));
    };
    const finish = (status: number | null, error: string | null, failure: Failure | null) => {
      clearTimeout(timer);
      resolve({ attempt: { url: "webhook", status, ms: Date.now() - startedAt, error }, failure });
    };
    const fail = (error: Error) => finish(null, error.message, connected ? "rt" : "ct");

    allow(settings.connectTimeoutMs, "no connection in time");
    request.on("socket", (socket) =>
      socket.once(isHttps ? "secureConnect" : "connect", () => {
        connected = true;
        allow(settings.readTimeoutMs, "no answer in time");
      }),
    );
    request.on("response", (response) => {
      const status = response.statusCode ?? 500;
      response.on("data", () => allow(settings.readTimeoutMs, "no answer in time"));
      response.on("end", () => finish(status, null, failureOf(status)));
      response.on("error", fail);
    });
    request.on("error", fail);
    request.end(formBody(call.params));
  });
}

function headers(call: Call, token: string): Record<string, string> {
  const signingToken = call.wrongSignature ? `${call.authToken}-wrong` : call.authToken;
  return {
    "content-type": "application/x-www-form-urlencoded",
    "user-agent": "TwilioProxy/1.1",
    accept: "*/*",
    "x-twilio-signature": signature(signingToken, signedUrl(call.url), call.params),
    "i-twilio-idempotency-token": token,
    "x-home-region": "us1",
  };
}

function failureOf(status: number): Failure | null {
  if (status < 300) return null;
  if (status < 400) return "3xx";
  return status < 500 ? "4xx" : "5xx";
}

function retryPolicy(list: string): ConnectionSettings["retryOn"] {
  const all = ["4xx", "5xx", "ct", "rt"] as const;
  const named = list.split(",");
  return new Set(named.includes("all") ? all : all.filter((kind) => named.includes(kind)));
}

/** Twilio's Debugger: 11200 an unusable answer, 11205 no connection, 11216 a redirect that it does not follow. */
function errorCodeOf(attempt: Attempt | undefined): string {
  if (!attempt?.status) return "11205";
  return attempt.status < 400 ? "11216" : "11200";
}
