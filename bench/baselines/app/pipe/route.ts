/** The least that a gateway can do with a stream: one hop, which passes on what the provider says. */
export async function POST(request: Request): Promise<Response> {
  const response = await fetch(process.env.PROVIDER_URL ?? "", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: await request.text(),
    signal: request.signal,
  });
  const headers = { "content-type": "text/event-stream", "cache-control": "no-store, no-transform" };
  return new Response(response.body, { status: response.status, headers });
}

export function GET(): Response {
  return new Response("up");
}

export const dynamic = "force-dynamic";
