import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { exportConversations } from "@/lib/conversations/export-conversations";
import { findReader } from "@/lib/conversations/reader";
import { exportRequest } from "@/lib/conversations/schema";
import { handle } from "@/lib/http/handle";
import { parseInput } from "@/lib/parse-input";

/** GET /conversations/export?format=csv|json with the filters of GET /conversations answers a file. */
export const GET = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "export-conversations" });
  const { format, ...filter } = parseInput(exportRequest, Object.fromEntries(new URL(request.url).searchParams));
  return exportConversations(db, actor, { format, filter, reader: await findReader(db, actor.id) });
});
