import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { pathPluginId } from "@/lib/http/path-plugin-id";
import { listTools } from "@/lib/plugins/tools";

export const GET = handle(async (request, context: { params: Promise<{ id: string }> }) => {
  const { db } = await requireApiCaller(request, { permission: "read-assistant" });
  return { data: await listTools(db, await pathPluginId(context)) };
});
