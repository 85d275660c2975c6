import { openApiDocument } from "@/lib/openapi/create-document";

/** What the HTTP API does, for programs; the same for everybody. People read it at /{organisation}/api/reference. */
export function GET(): Response {
  return Response.json(openApiDocument(), {
    headers: { "Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*" },
  });
}

export const dynamic = "force-dynamic";
