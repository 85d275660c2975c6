import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { pathId } from "@/lib/http/path-id";
import { getToolCall } from "@/lib/plugins/tool-calls";

export const GET = handle(async (request, context: { params: Promise<{ id: string }> }) => {
  const { db } = await requireApiCaller(request, { permission: "read-conversations" });
  return getToolCall(db, await pathId(context, "tool call"));
});
