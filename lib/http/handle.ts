import { AppError } from "../errors";
import { logger } from "../logger";

/**
 * Makes a route handler of a function that returns what to answer: plain data becomes 200 with JSON, nothing becomes 204,
 * a `Response` goes out as it is. An `AppError` becomes its status and `{ error: { code, message, fields? } }`; everything
 * else is a bug, logged whole and said plainly. Answers are never cached.
 */
export function handle<Context = unknown>(answer: (request: Request, context: Context) => Promise<unknown>) {
  return async (request: Request, context: Context): Promise<Response> => {
    const response = await answer(request, context).then(toResponse, toErrorResponse);
    response.headers.set("Cache-Control", "no-store");
    return response;
  };
}

/** For an answer with another status than 200. */
export function json(data: unknown, status: number): Response {
  return Response.json(data, { status });
}

function toResponse(data: unknown): Response {
  if (data instanceof Response) return data;
  return data === undefined ? new Response(null, { status: 204 }) : Response.json(data);
}

function toErrorResponse(error: unknown): Response {
  if (!(error instanceof AppError)) {
    logger.error({ err: error }, "a request failed");
    return errorResponse(500, "internal", "Something went wrong on our side. Try again in a moment.");
  }
  const { fields, retryAfterSeconds } = error.details;
  const response = errorResponse(error.status, error.code, error.message, fields);
  if (retryAfterSeconds) response.headers.set("Retry-After", String(retryAfterSeconds));
  if (error.code === "unauthenticated") response.headers.set("WWW-Authenticate", "Bearer");
  return response;
}

function errorResponse(status: number, code: string, message: string, fields?: Record<string, string>): Response {
  return Response.json({ error: { code, message, ...(hasEntries(fields) && { fields }) } }, { status });
}

function hasEntries(fields: Record<string, string> | undefined): boolean {
  return fields !== undefined && Object.keys(fields).length > 0;
}
