import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
export type Route = (path: string, method: string) => [Handler, Record<string, string>] | null;
/** Answers by itself what it knows, and says so. */
export type Before = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<boolean>;

/** Whether the answer to a request gets lost on its way, after all that it asked for was done: as when the app is killed then. */
export type LosesAnswer = (path: string, body: string) => boolean;

/** Serves route handlers as Next does: bodies are streamed, and a client that hangs up aborts the request. 503 until there are routes. */
export async function serveHandlers(
  routes: () => Route | undefined,
  { losesAnswer, before }: { losesAnswer?: LosesAnswer | undefined; before?: () => Before | undefined } = {},
) {
  const underWay = new Set<Promise<unknown>>();
  const server = createServer((incoming, outgoing) => {
    const answer = respond(incoming, outgoing).finally(() => underWay.delete(answer));
    underWay.add(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function respond(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (await before?.()?.(incoming, outgoing)) return;
    const route = routes();
    const path = new URL(incoming.url ?? "/", url).pathname;
    const found = route?.(path, incoming.method ?? "GET");
    if (!found) {
      outgoing.writeHead(route ? 404 : 503).end();
      return;
    }
    const gone = new AbortController();
    outgoing.once("close", () => {
      if (!outgoing.writableFinished) gone.abort();
    });
    const [handler, params] = found;
    const request = await toRequest(incoming, url, gone.signal);
    const body = losesAnswer && (await request.clone().text());
    const response = await handler(request, { params: Promise.resolve(params) });
    if (body !== undefined && losesAnswer?.(path, body)) {
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (!response.body) {
      outgoing.end();
      return;
    }
    // A client that hangs up is no failure of the test's server.
    await pipeline(Readable.fromWeb(response.body as never), outgoing).catch(() => undefined);
  }

  return {
    url,
    /** Waits for what is being answered. */
    idle: () => Promise.all(underWay),
    close(): Promise<void> {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function toRequest(incoming: IncomingMessage, origin: string, signal: AbortSignal): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
  // Next's handlers are given its own kind of request.
  const { NextRequest } = await import("next/server");
  return new NextRequest(new URL(incoming.url ?? "/", origin), { method: incoming.method, headers, body, signal });
}
