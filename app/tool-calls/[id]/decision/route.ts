import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { pathId } from "@/lib/http/path-id";
import { readJson } from "@/lib/http/read-json";
import { decideToolCall } from "@/lib/plugins/decide-tool-call";

/** POST /tool-calls/{id}/decision { decision: "approve" | "refuse", note } ends the wait of a call. */
export const POST = handle(async (request, context: RouteContext<"/tool-calls/[id]/decision">) => {
  const { db, actor } = await requireApiCaller(request, { permission: "work-conversations" });
  const id = await pathId(context, "tool call");
  await decideToolCall(db, id, await readJson(request), actor);
});
