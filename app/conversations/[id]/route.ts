import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { getConversation } from "@/lib/conversations/get-conversation";
import { findReader } from "@/lib/conversations/reader";
import { handle } from "@/lib/http/handle";

/** GET /conversations/{id} answers one conversation, as the list has it, with what is noted of the customer. */
export const GET = handle(async (request, { params }: RouteContext<"/conversations/[id]">) => {
  const { db, actor } = await requireApiCaller(request, { permission: "read-conversations" });
  return getConversation(db, (await params).id, await findReader(db, actor.id));
});
