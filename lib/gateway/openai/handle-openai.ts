import { toGatewayError } from "./gateway-error";

/** As `handle`, for the paths under /v1: failures go out in OpenAI's form. */
export function handleOpenAi<Context = unknown>(answer: (request: Request, context: Context) => Promise<object>) {
  return async (request: Request, context: Context): Promise<Response> => {
    const response = await answer(request, context).then(
      (data) => Response.json(data),
      (error: unknown) => toGatewayError(error).toResponse(),
    );
    response.headers.set("Cache-Control", "no-store");
    return response;
  };
}
