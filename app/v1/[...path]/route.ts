import { GatewayError } from "@/lib/gateway/openai/gateway-error";
import { handleOpenAi } from "@/lib/gateway/openai/handle-openai";

/** What else OpenAI has under /v1: its clients read JSON, also where there is nothing. */
const notThere = handleOpenAi(async ({ method, url }) => {
  const { pathname } = new URL(url);
  const sentence = `There is no ${method} ${pathname} here. There are POST /v1/chat/completions, GET /v1/models and GET /v1/models/{id}.`;
  throw new GatewayError(404, "not_found", sentence);
});

export { notThere as DELETE, notThere as GET, notThere as PATCH, notThere as POST, notThere as PUT };
