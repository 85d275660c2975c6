/** The least that a Next route can do with a webhook: read it. */
export async function POST(request: Request): Promise<Response> {
  await request.text();
  return new Response("<Response/>", { headers: { "content-type": "text/xml" } });
}

export const dynamic = "force-dynamic";
