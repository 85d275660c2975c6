import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";

/** What went over the wire to the provider, as it was sent. */
export interface SentRequest {
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: Record<string, unknown>;
}

/** Stands between the app and a provider's stand-in, passes everything on, and keeps what was asked. */
export async function startRecordingProxy(target: string) {
  const requests: SentRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const path = incoming.url ?? "/";
    requests.push({ path, headers: incoming.headers, body: body.length > 0 ? JSON.parse(body.toString()) : {} });
    const headers = { "content-type": "application/json", authorization: "Bearer sk-any", "x-api-key": "sk-any" };
    const init = { method: incoming.method ?? "GET", headers, ...(body.length > 0 && { body }) };
    const response = await fetch(`${target}${path.replace(/^\/v1/, "")}`, init);
    const type = response.headers.get("content-type") ?? "application/json";
    const retryAfter = response.headers.get("retry-after");
    outgoing.writeHead(response.status, { "content-type": type, ...(retryAfter && { "retry-after": retryAfter }) });
    if (response.body) Readable.fromWeb(response.body as never).pipe(outgoing);
    else outgoing.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    last: () => requests.at(-1)?.body ?? {},
    stop(): Promise<void> {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
