import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { pathPluginId, pathToolName } from "@/lib/http/path-plugin-id";
import { readJson } from "@/lib/http/read-json";
import { setTool } from "@/lib/plugins/tools";

export const PATCH = handle(async (request, context: { params: Promise<{ id: string; name: string }> }) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  return setTool(db, await pathPluginId(context), await pathToolName(context), await readJson(request), actor);
});
