import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { parseInput } from "@/lib/parse-input";
import { toolCallsRequest } from "@/lib/plugins/schema";
import { listToolCalls } from "@/lib/plugins/tool-calls";

/** GET /tool-calls?q=&pluginId=&…&cursor=&limit= answers { data, nextCursor }, the newest first. */
export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "read-conversations" });
  return listToolCalls(db, parseInput(toolCallsRequest, Object.fromEntries(new URL(request.url).searchParams)));
});
