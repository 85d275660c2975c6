import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { listPrice } from "@/lib/gateway/model-prices";
import { listProviderModels } from "@/lib/gateway/test-provider-key";
import { handle } from "@/lib/http/handle";
import { pathId } from "@/lib/http/path-id";

/** What the provider offers for this key, with its list price where we know it. */
export const GET = handle(async (request, context: { params: Promise<{ id: string }> }) => {
  const { db } = await requireApiCaller(request, { permission: "configure" });
  const models = await listProviderModels(db, await pathId(context, "provider key"));
  return {
    data: models.map((model) => {
      const price = listPrice(model);
      return { model, inputPricePerMTok: price?.input ?? null, outputPricePerMTok: price?.output ?? null };
    }),
  };
});
