import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { pathId } from "@/lib/http/path-id";
import { revokeInvitation } from "@/lib/organizations/invitations";

export const DELETE = handle(async (request, context: { params: Promise<{ id: string }> }) => {
  const { db, actor } = await requireApiCaller(request, { permission: "manage-members" });
  await revokeInvitation(db, actor, await pathId(context, "invitation"));
});
