import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { pathId } from "@/lib/http/path-id";
import { revokeApiToken } from "@/lib/organizations/api-tokens";

export const DELETE = handle(async (request, context: { params: Promise<{ id: string }> }) => {
  const { db, actor } = await requireApiCaller(request, { permission: "manage-api-tokens" });
  await revokeApiToken(db, actor, await pathId(context, "API token"));
});
