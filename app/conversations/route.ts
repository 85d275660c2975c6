import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { listConversations } from "@/lib/conversations/list-conversations";
import { findReader } from "@/lib/conversations/reader";
import { conversationsRequest } from "@/lib/conversations/schema";
import { handle } from "@/lib/http/handle";
import { parseInput } from "@/lib/parse-input";

/** GET /conversations?q=&status=&…&cursor=&limit= answers { data, nextCursor }, the newest first. */
export const GET = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "read-conversations" });
  const wanted = parseInput(conversationsRequest, Object.fromEntries(new URL(request.url).searchParams));
  return listConversations(db, wanted, await findReader(db, actor.id));
});
