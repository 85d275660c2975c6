import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handleOpenAi } from "@/lib/gateway/openai/handle-openai";
import { getOpenAiModel } from "@/lib/gateway/openai/list-models";

export const GET = handleOpenAi(async (request, context: { params: Promise<{ id: string }> }) => {
  const { db } = await requireApiCaller(request, { permission: "use-gateway" });
  return getOpenAiModel(db, (await context.params).id);
});

export {
  otherMethod as DELETE,
  otherMethod as PATCH,
  otherMethod as POST,
  otherMethod as PUT,
} from "@/lib/gateway/openai/not-offered";
