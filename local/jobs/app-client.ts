/** Speaks Inngest's serve protocol to the app: sync (PUT) and call (POST), signed both ways. */
import http from "node:http";
import https from "node:https";
import canonicalize from "canonicalize";
import { retryAfterMs } from "./durations";
import { parseJson } from "./json";
import { DISCOVERY, type Job, type JobError, type Op, type Reply } from "./run";
import { signPayload, verifySignature } from "./signature";

export interface AppClient {
  /**
   * Asks the app for its functions (an in-band sync).
   * @returns the `functions` of its reply, unread.
   * @throws {Error} saying what is wrong and what to do, when the app is not there, refuses, or is not the app.
   */
  sync(signal: AbortSignal): Promise<Record<string, unknown>[]>;
  /** Runs a job's function or step. Never rejects: whatever happens is a reply. */
  call(job: Job, maxAttempts: number): Promise<Reply>;
  close(): void;
}

/** As long as an Inngest server lets one step take. */
const LONGEST_CALL_MS = 2 * 3_600_000;

/**
 * @param appUrl the app's serve endpoint, e.g. `http://127.0.0.1:3000/api/inngest`.
 * @param signingKey `signkey-<environment>-<hex>`.
 */
export function createAppClient(appUrl: string, signingKey: string): AppClient {
  const { request, Agent } = appUrl.startsWith("https:") ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });

  function send(url: URL, body: unknown, options: http.RequestOptions): Promise<Answer> {
    // Sent as signed: canonical JSON.
    const payload = canonicalize(body) ?? "";
    return new Promise((resolve, reject) => {
      const outgoing = request(url, {
        agent,
        timeout: LONGEST_CALL_MS,
        ...options,
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(payload),
          "x-inngest-signature": signPayload(payload, signingKey),
          ...options.headers,
        },
      });
      outgoing.on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          const signature = response.headers["x-inngest-signature"]?.toString();
          const signed = verifySignature(signature, text, signingKey);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, signed });
        });
      });
      outgoing.on("timeout", () => outgoing.destroy(new Error("no answer within two hours")));
      outgoing.on("error", reject);
      outgoing.end(payload);
    });
  }

  return {
    async sync(signal) {
      const headers = { "x-inngest-sync-kind": "in_band" };
      const options = { method: "PUT", headers, signal };
      const answer = await send(new URL(appUrl), { url: appUrl }, options).catch((error) => {
        throw new Error(`the app at ${appUrl} does not answer (${reasonOf(error)})`);
      });
      if (!answer.signed) throw new Error(`the app at ${appUrl} ${distrust(answer)}`);
      if (answer.status !== 200) throw new Error(`the app at ${appUrl} refused to sync (HTTP ${answer.status})`);
      return (parseJson(answer.text) as { functions: Record<string, unknown>[] }).functions;
    },
    async call(job, maxAttempts) {
      const url = new URL(appUrl);
      url.searchParams.set("fnId", job.run.functionId);
      url.searchParams.set("stepId", job.stepId);
      try {
        return readReply(await send(url, callBody(job, maxAttempts), { method: "POST" }));
      } catch (error) {
        return { kind: neverConnected(error) ? "unreachable" : "crashed", reason: reasonOf(error) };
      }
    },
    close: () => agent.destroy(),
  };
}

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  signed: boolean;
}

/** `ctx.fn_id` is left out: with it the SDK would report steps through the API of a real server. */
function callBody({ run, stepId, attempt }: Job, maxAttempts: number) {
  const stack = [...run.steps.keys()];
  return {
    version: 2,
    event: run.event,
    events: [run.event],
    steps: Object.fromEntries(run.steps),
    defers: {},
    ctx: {
      run_id: run.id,
      attempt,
      max_attempts: maxAttempts,
      disable_immediate_execution: stepId !== DISCOVERY,
      use_api: false,
      stack: { stack, current: stack.length },
    },
  };
}

function readReply(answer: Answer): Reply {
  if (!answer.signed) return { kind: "crashed", reason: `the app ${distrust(answer)}` };
  const retryAfter = retryAfterMs(answer.headers["retry-after"], Date.now());
  if (answer.status === 200) return { kind: "result" };
  const body = parseJson(answer.text);
  if (answer.status === 206)
    return { kind: "ops", ops: (Array.isArray(body) ? body : [body]) as Op[], retryAfterMs: retryAfter };
  const error = body as Partial<JobError> & { type?: string; error?: string };
  // The SDK itself failed, not the function: the function may be unknown there, say after a new version was deployed.
  if (error.type === "internal") return { kind: "crashed", reason: String(error.message) };
  return {
    kind: "error",
    error: { ...error, name: error.name ?? "Error", message: error.message ?? error.error ?? "Unknown error" },
    retriable: answer.headers["x-inngest-no-retry"] !== "true",
    retryAfterMs: retryAfter,
  };
}

function distrust({ status, headers }: Answer): string {
  if (status === 401) return "refuses our signature (HTTP 401): give both sides the same INNGEST_SIGNING_KEY";
  if (headers["x-inngest-signature"])
    return "answered with a wrong signature: give both sides the same INNGEST_SIGNING_KEY";
  return `answered HTTP ${status} without a signature: is this its Inngest endpoint, and not in dev mode (INNGEST_DEV)?`;
}

/** A failure before the request could be sent, so that certainly nothing ran. */
function neverConnected(error: unknown): boolean {
  const { errors = [] } = error as AggregateError;
  return [error, ...errors].some((cause) =>
    ["connect", "getaddrinfo"].includes((cause as NodeJS.ErrnoException).syscall ?? ""),
  );
}

/** An error that stands for several, one an address tried, has a code but no message. */
function reasonOf(error: unknown): string {
  return (error as Error).message || String((error as NodeJS.ErrnoException).code);
}
