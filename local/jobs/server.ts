/** The executor's HTTP side: event intake as on an Inngest server, and what tests and operators look at. */
import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { parseJson } from "./json";
import type { JobEvent } from "./run";

export interface ServerOptions {
  host: string;
  /** 0 picks a free one. */
  port: number;
  eventKey: string;
  accept(events: JobEvent[]): Promise<void>;
  health(): { ok: boolean };
  untilIdle(signal: AbortSignal): Promise<boolean>;
  log(line: string): void;
}

export interface Server {
  url: string;
  close(): Promise<void>;
}

const LONGEST_BODY = 8 * 1024 * 1024;
const DEFAULT_IDLE_TIMEOUT_MS = 30_000;

/**
 * - `POST /e/<event key>`: an event or an array of them → 200 `{ ids, status }` once they are durable.
 * - `GET /health`: 200, or 503 while the app's functions are not being run.
 * - `GET /idle?timeout=<ms>`: 200 as soon as nothing is left to do, 503 if that takes longer (default 30 s).
 */
export async function listen(options: ServerOptions): Promise<Server> {
  const server = http.createServer(async (request, response) => {
    const { status, body } = await answer(options, request).catch((error: unknown) => refusal(options, error));
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  status: number;
  body: unknown;
}

class RefusedError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function answer(options: ServerOptions, request: http.IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://executor");
  const [, room, key = ""] = url.pathname.split("/");
  if (request.method === "POST" && room === "e") return intake(options, request, decodeURIComponent(key));
  if (request.method === "GET" && room === "health") {
    const health = options.health();
    return { status: health.ok ? 200 : 503, body: health };
  }
  if (request.method === "GET" && room === "idle") {
    const timeout = Number(url.searchParams.get("timeout") ?? DEFAULT_IDLE_TIMEOUT_MS);
    if (!(timeout >= 0 && timeout < 2 ** 31)) throw new RefusedError(400, "timeout is a number of milliseconds");
    const idle = await options.untilIdle(AbortSignal.timeout(timeout));
    return { status: idle ? 200 : 503, body: { idle, ...options.health() } };
  }
  throw new RefusedError(404, "Unknown address. There is POST /e/<event key>, GET /health and GET /idle.");
}

async function intake(options: ServerOptions, request: http.IncomingMessage, key: string): Promise<Answer> {
  if (!sameKey(key, options.eventKey)) throw new RefusedError(401, "Wrong event key: see INNGEST_EVENT_KEY");
  const seed = request.headers["x-inngest-event-id-seed"]?.toString();
  const events = readEvents(await readBody(request), seed);
  await options.accept(events);
  return { status: 200, body: { ids: events.map((event) => event.id), status: 200 } };
}

const eventSchema = z.looseObject({
  // PostgreSQL text cannot hold U+0000.
  id: z
    .string()
    .max(1024)
    .regex(/^[^\0]*$/)
    .nullish(),
  name: z
    .string()
    .min(1)
    .max(256)
    .regex(/^(?!inngest\/)/, "names that begin with inngest/ are reserved"),
  data: z.record(z.string(), z.unknown()).nullish(),
  ts: z.number().int().nonnegative().nullish(),
});

/** @param seed the client's `x-inngest-event-id-seed`: the same in a repeated request, so that repeating adds nothing. */
function readEvents(text: string, seed: string | undefined): JobEvent[] {
  let body: unknown;
  try {
    body = parseJson(text);
  } catch {
    throw new RefusedError(400, "The body is not JSON");
  }
  const parsed = z.array(eventSchema).safeParse(Array.isArray(body) ? body : [body]);
  if (!parsed.success) throw new RefusedError(400, `Not an event: ${z.prettifyError(parsed.error)}`);
  return parsed.data.map((event, index) => ({
    ...event,
    id: event.id || (seed ? seededId(seed, index) : randomUUID()),
    data: event.data ?? {},
    ts: event.ts || Date.now(),
  }));
}

function seededId(seed: string, index: number): string {
  return createHash("sha256").update(`${seed} ${index}`).digest("hex").slice(0, 32);
}

async function readBody(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_BODY) throw new RefusedError(413, `The body is longer than ${LONGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function refusal(options: ServerOptions, error: unknown): Answer {
  if (error instanceof RefusedError)
    return { status: error.status, body: { error: error.message, status: error.status } };
  options.log(`A request failed: ${(error as Error).message}`);
  return { status: 500, body: { error: "The request failed; send it again", status: 500 } };
}

function sameKey(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
