import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { deleteProviderKey } from "@/lib/gateway/provider-keys";
import { handle } from "@/lib/http/handle";
import { pathId } from "@/lib/http/path-id";

export const DELETE = handle(async (request, context: { params: Promise<{ id: string }> }) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  await deleteProviderKey(db, await pathId(context, "provider key"), actor);
});
