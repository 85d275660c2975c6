import { getVersion } from "@/lib/assistant/versions";
import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { pathId } from "@/lib/http/path-id";

export const GET = handle(async (request, context: RouteContext<"/assistant/versions/[id]">) => {
  const { db } = await requireApiCaller(request, { permission: "read-assistant" });
  return getVersion(db, { id: await pathId(context, "version") });
});
