import { GatewayError } from "./gateway-error";
import { handleOpenAi } from "./handle-openai";

const offered = "There are POST /v1/chat/completions, GET /v1/models and GET /v1/models/{id}.";

/** What else OpenAI has under /v1: its clients read JSON, also where there is nothing. */
export const notThere = handleOpenAi(async ({ method, url }) => {
  throw new GatewayError(404, "not_found", `There is no ${method} ${new URL(url).pathname} here. ${offered}`);
});

/** Another method than the one of a path that is there. */
export const otherMethod = handleOpenAi(async ({ method, url }) => {
  const { pathname } = new URL(url);
  const headers = { Allow: pathname.endsWith("/completions") ? "POST" : "GET, HEAD" };
  throw new GatewayError(405, "method_not_supported", `${pathname} does not take ${method}. ${offered}`, { headers });
});
