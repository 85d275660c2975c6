import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { pathPluginId } from "@/lib/http/path-plugin-id";
import { refreshPlugin } from "@/lib/plugins/plugins";

/** Lists a server's tools anew, and answers with the plugin as it is then. */
export const POST = handle(async (request, context: { params: Promise<{ id: string }> }) => {
  const { db } = await requireApiCaller(request, { permission: "configure" });
  return refreshPlugin(db, await pathPluginId(context));
});
