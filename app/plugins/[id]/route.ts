import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { pathPluginId } from "@/lib/http/path-plugin-id";
import { readJson } from "@/lib/http/read-json";
import { deletePlugin, getPlugin, updatePlugin } from "@/lib/plugins/plugins";

interface Context {
  params: Promise<{ id: string }>;
}

export const GET = handle(async (request, context: Context) => {
  const { db } = await requireApiCaller(request, { permission: "read-assistant" });
  return getPlugin(db, await pathPluginId(context));
});

export const PATCH = handle(async (request, context: Context) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  return updatePlugin(db, await pathPluginId(context), await readJson(request), actor);
});

export const DELETE = handle(async (request, context: Context) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  await deletePlugin(db, await pathPluginId(context), actor);
});
