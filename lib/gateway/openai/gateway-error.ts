import { AppError } from "../../errors";
import { logger } from "../../logger";
import { ModelError, type ModelErrorDetails } from "../model-error";
import type { OpenModel } from "../open-model";

/** OpenAI's kinds of errors, of which its clients make their exceptions together with the status. */
type ErrorType = "invalid_request_error" | "requests" | "insufficient_quota" | "server_error";

/** A failure in OpenAI's words: its message is for whoever sent the request. */
export class GatewayError extends Error {
  readonly type: ErrorType;
  readonly param: string | null;
  readonly headers: Record<string, string>;

  constructor(
    readonly status: number,
    /** For programs to branch on. */
    readonly code: string | null,
    message: string,
    more: { type?: ErrorType; param?: string | null; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.name = "GatewayError";
    this.type = more.type ?? (status >= 500 ? "server_error" : "invalid_request_error");
    this.param = more.param ?? null;
    this.headers = more.headers ?? {};
  }

  /** As OpenAI's API answers it, and sends it in a stream that breaks off. */
  toBody(): { error: { message: string; type: string; param: string | null; code: string | null } } {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }

  toResponse(): Response {
    return Response.json(this.toBody(), { status: this.status, headers: this.headers });
  }
}

/** A request that cannot be carried out as it stands. `param` is the field, as OpenAI writes it: `messages[0].content`. */
export function badRequest(message: string, param: string | null, code: string | null = null): GatewayError {
  return new GatewayError(400, code, message, { param });
}

/**
 * Any failure as the gateway's caller is told it. What is no failure that we know is a bug: logged whole, said plainly.
 *
 * @param model the model that was being asked, if it came to that
 */
export function toGatewayError(error: unknown, model?: OpenModel): GatewayError {
  if (error instanceof GatewayError) return error;
  if (error instanceof ModelError) return fromModelError(error, model);
  if (error instanceof AppError) return fromAppError(error);
  logger.error({ err: error }, "a request of the gateway failed");
  return new GatewayError(500, "internal", "Something went wrong on our side. Try again in a moment.");
}

/** OpenAI's clients try again after any 429 and 5xx, unless they are told that it is of no use. */
const noUse = { "x-should-retry": "false" };

/**
 * By who can do something about it. A key that the provider refuses is a fault behind the gateway, 502: the caller's own
 * token is good, and 401 would say that it is not.
 */
function fromModelError(error: ModelError, model: OpenModel | undefined): GatewayError {
  const { message, kind, details } = error;
  if (kind === "refused") return badRequest(message, null, "content_filter");
  if (kind === "retry_later") return fromOutage(message, details);
  if (details.status === 429 || details.status === 402)
    return new GatewayError(429, "insufficient_quota", message, { type: "insufficient_quota", headers: noUse });
  if (details.concernsKey || details.heldBack || details.status === 403)
    return new GatewayError(502, "provider_refused_key", message, { headers: noUse });
  if (details.status === undefined || details.status === 404)
    return new GatewayError(404, "model_not_found", message, { param: "model" });
  return fromProviderWords(error, model);
}

function fromOutage(message: string, { status, retryAfterMs, timedOut, heldBack }: ModelErrorDetails): GatewayError {
  const headers: Record<string, string> = retryAfterMs ? { "Retry-After": String(Math.ceil(retryAfterMs / 1000)) } : {};
  if (status === 429) return new GatewayError(429, "rate_limit_exceeded", message, { type: "requests", headers });
  if (timedOut) return new GatewayError(504, "provider_timeout", message, { headers });
  const isBusy = heldBack || status === 503 || status === anthropicOverloaded;
  return new GatewayError(isBusy ? 503 : 502, "provider_fault", message, { headers });
}

const anthropicOverloaded = 529;

const longestWords = 1000;
/** What looks like a key of one of the providers, also where it is starred out in part. */
const keyLike = /\b(sk|pk|key|api|bearer|token)[-_ ][\w*.-]{8,}/i;

/**
 * The provider found the request itself wrong. Its own words say what, and go on to whoever wrote the request: a client of
 * the gateway wrote all that they can quote, unlike a customer on WhatsApp, whose words must not get into logs and health
 * pages. They are held back when anything like a key is in them, and are neither logged nor stored.
 */
function fromProviderWords(error: ModelError, model: OpenModel | undefined): GatewayError {
  const words = error.providerWords();
  const isSafe = words && !model?.holdsKey(words.message) && !keyLike.test(words.message);
  if (!isSafe) return badRequest(error.message, null);
  return badRequest(words.message.slice(0, longestWords), words.param, words.code);
}

const codes: Partial<Record<AppError["code"], string>> = {
  unauthenticated: "invalid_api_key",
  forbidden: "insufficient_permissions",
  too_many_requests: "rate_limit_exceeded",
};

function fromAppError({ code, status, message, details }: AppError): GatewayError {
  const [field, sentence] = Object.entries(details.fields ?? {})[0] ?? [];
  const param = field ? bracketed(field) : null;
  return new GatewayError(status, codes[code] ?? code, param ? `${param}: ${sentence}` : message, { param });
}

/** `messages.0.content` as OpenAI writes it: `messages[0].content`. */
function bracketed(path: string): string {
  return path.replace(/\.(\d+)(?=\.|$)/g, "[$1]");
}
