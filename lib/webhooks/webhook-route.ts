import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { NextApiHandler } from "next";
import { env } from "../env";

type Webhook = (request: Request, parameters: Record<string, string | undefined>) => Promise<Response>;

/** Of what is read at once; the door refuses what is larger. */
const smallBytes = 64 * 1024;

/**
 * Makes a route of Next's Pages Router of a webhook, which takes POST alone. There, and not in app/, because a route of
 * the App Router takes twice the time of the app's one thread (docs/decisions/0017-webhooks-in-pages.md). The file must
 * switch Next's own reading of bodies off.
 */
export function webhookRoute(webhook: Webhook): NextApiHandler {
  return async (incoming, outgoing) => {
    if (incoming.method !== "POST") {
      outgoing.writeHead(405, { Allow: "POST" }).end();
      return;
    }
    const response = await webhook(await toRequest(incoming), incoming.query as Record<string, string>);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  };
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const isSmall = Number(incoming.headers["content-length"]) <= smallBytes;
  return new Request(new URL(incoming.url ?? "/", env().PUBLIC_URL), {
    method: "POST",
    headers: incoming.headers as Record<string, string>,
    body: isSmall ? await readAll(incoming) : (Readable.toWeb(incoming) as ReadableStream),
    duplex: "half",
  } as RequestInit);
}

/** As `node:stream/consumers` would, which makes a Blob of it first (docs/decisions/0017-webhooks-in-pages.md). */
function readAll(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk) => chunks.push(chunk));
    incoming.once("end", () => resolve(Buffer.concat(chunks)));
    incoming.once("error", reject);
  });
}
