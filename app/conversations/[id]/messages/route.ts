import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { getConversation } from "@/lib/conversations/get-conversation";
import { listMessages } from "@/lib/conversations/list-messages";
import { pageRequest } from "@/lib/conversations/schema";
import { handle } from "@/lib/http/handle";
import { parseInput } from "@/lib/parse-input";

/** GET /conversations/{id}/messages?cursor=&limit= answers { data, nextCursor }, the newest first. */
export const GET = handle(async (request, { params }: RouteContext<"/conversations/[id]/messages">) => {
  const { db } = await requireApiCaller(request, { permission: "read-conversations" });
  const page = parseInput(pageRequest, Object.fromEntries(new URL(request.url).searchParams));
  const { id } = await getConversation(db, (await params).id);
  return listMessages(db, id, page);
});
