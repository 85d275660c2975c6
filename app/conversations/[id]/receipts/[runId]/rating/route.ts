import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { getConversation } from "@/lib/conversations/get-conversation";
import { rateReply, removeRating } from "@/lib/conversations/rate-reply";
import { ratingInput } from "@/lib/conversations/schema";
import { handle } from "@/lib/http/handle";
import { readJson } from "@/lib/http/read-json";
import { parseInput } from "@/lib/parse-input";

type Context = RouteContext<"/conversations/[id]/receipts/[runId]/rating">;

/** PUT /conversations/{id}/receipts/{runId}/rating keeps what the caller thinks of a reply; the last one holds. */
export const PUT = handle(async (request, { params }: Context) => {
  const { db, actor } = await requireApiCaller(request, { permission: "work-conversations" });
  const { id, runId } = await params;
  const conversation = await getConversation(db, id);
  await rateReply(
    db,
    actor,
    { conversationId: conversation.id, runId },
    parseInput(ratingInput, await readJson(request)),
  );
});

export const DELETE = handle(async (request, { params }: Context) => {
  const { db, actor } = await requireApiCaller(request, { permission: "work-conversations" });
  const { id, runId } = await params;
  await removeRating(db, actor, { conversationId: (await getConversation(db, id)).id, runId });
});
