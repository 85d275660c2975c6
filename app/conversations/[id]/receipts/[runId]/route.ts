import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { getConversation } from "@/lib/conversations/get-conversation";
import { getReceipt } from "@/lib/conversations/get-receipt";
import { handle } from "@/lib/http/handle";

/** GET /conversations/{id}/receipts/{runId} answers all that is known of one reply. */
export const GET = handle(async (request, { params }: RouteContext<"/conversations/[id]/receipts/[runId]">) => {
  const { db } = await requireApiCaller(request, { permission: "read-conversations" });
  const { id, runId } = await params;
  return getReceipt(db, (await getConversation(db, id)).id, runId);
});
