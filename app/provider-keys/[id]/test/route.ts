import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { testProviderKey } from "@/lib/gateway/test-provider-key";
import { handle } from "@/lib/http/handle";
import { pathId } from "@/lib/http/path-id";

/** Tries the key with a real call; what came of it is in the answer. */
export const POST = handle(async (request, context: { params: Promise<{ id: string }> }) => {
  const { db } = await requireApiCaller(request, { permission: "configure" });
  return testProviderKey(db, await pathId(context, "provider key"));
});
