import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { markReviewed } from "@/lib/conversations/mark-reviewed";
import { handle } from "@/lib/http/handle";

/** PUT /conversations/{id}/reviewed says that there is nothing to do; DELETE takes it back. */
export const PUT = reviewed(true);
export const DELETE = reviewed(false);

function reviewed(value: boolean) {
  return handle(async (request, { params }: RouteContext<"/conversations/[id]/reviewed">) => {
    const { db, actor } = await requireApiCaller(request, { permission: "work-conversations" });
    await markReviewed(db, actor, (await params).id, value);
  });
}
