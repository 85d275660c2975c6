import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handleOpenAi } from "@/lib/gateway/openai/handle-openai";
import { listOpenAiModels } from "@/lib/gateway/openai/list-models";

export const GET = handleOpenAi(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "use-gateway" });
  return { object: "list", data: await listOpenAiModels(db) };
});

export {
  otherMethod as DELETE,
  otherMethod as PATCH,
  otherMethod as POST,
  otherMethod as PUT,
} from "@/lib/gateway/openai/not-offered";
