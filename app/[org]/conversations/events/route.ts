import { z } from "zod";
import { requireMember } from "@/lib/auth/require-member";
import { watchChanges } from "@/lib/conversations/watch-changes";

/** Proxies close what is silent for long. */
const heartbeatMs = 15_000;
/** Then the browser connects again, and membership is checked again. */
const longestMs = 10 * 60_000;

/** The streams that are open. They would hold up the server's end until somebody loses patience. */
const open = new Set<() => void>();
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    for (const close of open) close();
  });
}

const since = z.coerce.number().int().min(0).catch(0);

/** Server-sent events: `changed` whenever conversations changed. What changed is read by the page itself. */
export async function GET(request: Request, { params }: RouteContext<"/[org]/conversations/events">) {
  const { db } = await requireMember((await params).org, { permission: "read-conversations" });
  const readAt = new Date(since.parse(new URL(request.url).searchParams.get("since")));
  const encoder = new TextEncoder();
  let release = () => {};

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      const stop = watchChanges(db, readAt, (ids) => send(`event: changed\ndata: ${ids.length}\n\n`));
      const heartbeat = setInterval(() => send(":\n\n"), heartbeatMs);
      const timer = setTimeout(end, longestMs);
      open.add(end);
      release = () => {
        open.delete(end);
        stop();
        clearInterval(heartbeat);
        clearTimeout(timer);
      };
      send(": connected\n\n");

      function end() {
        release();
        controller.close();
      }
    },
    // When the browser is gone.
    cancel: () => release(),
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
      // What ended is not kept for another request: that as well would hold up the server's end.
      Connection: "close",
    },
  });
}
