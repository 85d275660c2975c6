import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { deleteModel } from "@/lib/gateway/models";
import { handle } from "@/lib/http/handle";
import { pathId } from "@/lib/http/path-id";

export const DELETE = handle(async (request, context: { params: Promise<{ id: string }> }) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  await deleteModel(db, await pathId(context, "model"), actor);
});
