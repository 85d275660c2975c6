import { rollBack } from "@/lib/assistant/publish-draft";
import { getVersion } from "@/lib/assistant/versions";
import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle, json } from "@/lib/http/handle";
import { pathId } from "@/lib/http/path-id";
import { readJson } from "@/lib/http/read-json";

/** Publishes what an older version decides as a new one. */
export const POST = handle(async (request, context: RouteContext<"/assistant/versions/[id]/roll-back">) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  const { id } = await rollBack(db, await pathId(context, "version"), await readJson(request), actor);
  return json(await getVersion(db, { id }), 201);
});
