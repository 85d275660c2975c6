import { APICallError, UnsupportedFunctionalityError } from "@ai-sdk/provider";
import { TooLargeError } from "../limited-fetch";

/**
 * Why a model gave no answer.
 *
 * - `retry_later`: an outage, a rate limit, a time-out; the same call may work soon.
 * - `owner_must_fix`: the key, its rights, its quota, or the model's name.
 * - `refused`: the provider declined this content; the same call would be declined again.
 */
export type ModelErrorKind = "retry_later" | "owner_must_fix" | "refused";

/** What the provider itself answered instead of the model. */
export interface ProviderWords {
  message: string;
  code: string | null;
  param: string | null;
}

export interface ModelErrorDetails {
  status?: number | undefined;
  retryAfterMs?: number | undefined;
  timedOut?: boolean;
  /** The key itself is refused or has no credit: it is of no use for any model. */
  concernsKey?: boolean;
  /** The provider was not asked: its key's circuit breaker is open. */
  heldBack?: boolean;
}

/** Its message is a sentence for the owner. It holds neither the request nor the provider's own words: both may hold what a customer wrote. */
export class ModelError extends Error {
  /** Private, and so in no log and no JSON. */
  #words: ProviderWords | undefined;

  constructor(
    readonly kind: ModelErrorKind,
    message: string,
    readonly details: ModelErrorDetails = {},
    words?: ProviderWords,
  ) {
    super(message);
    this.name = "ModelError";
    this.#words = words;
  }

  /** The provider's own words: only for whoever wrote the request that they are about. */
  providerWords(): ProviderWords | undefined {
    return this.#words;
  }
}

/** Turns whatever the AI SDK threw into one of the three kinds. */
export function toModelError(error: unknown, model: string): ModelError {
  if (error instanceof ModelError) return error;
  if (isTimeout(error)) return new ModelError("retry_later", "The model did not answer in time.", { timedOut: true });
  if (UnsupportedFunctionalityError.isInstance(error)) {
    return ownerMustFix(`${model} cannot be asked in this way: ${error.functionality}.`, 400);
  }
  const tooLarge = [error, (error as Error | undefined)?.cause].find((each) => each instanceof TooLargeError);
  if (tooLarge) return new ModelError("retry_later", `The model's provider said too much. ${tooLarge.message}`);
  // An answer that began well and broke off has the status of its beginning.
  if (!APICallError.isInstance(error) || (error.statusCode !== undefined && error.statusCode < 400)) {
    return new ModelError("retry_later", "The model's provider answered in a form that could not be read.");
  }
  const status = error.statusCode;
  const code = providerCode(error.data);
  if (code === "content_filter" || code === "content_policy_violation") return refusal(status);
  if (code === "insufficient_quota" || status === 402) {
    return keyFault("The account at the model's provider has no credit left. Add credit there.", status);
  }
  if (status === 401) {
    return keyFault("The provider refuses the key. Enter a valid key.", status);
  }
  if (status === 403) {
    return ownerMustFix(
      `This key has no access to ${model}. Choose another model, or change the key's rights at the provider.`,
      status,
    );
  }
  if (status === 404 || code === "model_not_found") {
    return ownerMustFix(
      `The provider knows no model ${model}. Check its name and the address of the provider.`,
      status,
    );
  }
  if (status === undefined || status === 408 || status === 409 || status === 429 || status >= 500) {
    const what = status === 429 ? "limits how often it may be asked" : "could not be reached or had a fault";
    return new ModelError("retry_later", `The model's provider ${what}.`, { status, retryAfterMs: retryAfter(error) });
  }
  return ownerMustFix(
    `The provider did not accept the request to ${model} (${status}). Check the model's settings.`,
    status,
    wordsOf(error.data),
  );
}

export function refusal(status?: number): ModelError {
  return new ModelError("refused", "The model's provider declined to answer this message.", { status });
}

function ownerMustFix(message: string, status?: number, words?: ProviderWords): ModelError {
  return new ModelError("owner_must_fix", message, { status }, words);
}

function keyFault(message: string, status?: number): ModelError {
  return new ModelError("owner_must_fix", message, { status, concernsKey: true });
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
}

function wordsOf(data: unknown): ProviderWords | undefined {
  const error = (data as { error?: { message?: unknown; param?: unknown } } | undefined)?.error;
  if (typeof error?.message !== "string") return undefined;
  const param = typeof error.param === "string" ? error.param : null;
  return { message: error.message, code: providerCode(data) ?? null, param };
}

/** OpenAI's `{ error: { code, type } }`, which others copy. */
function providerCode(data: unknown): string | undefined {
  const error = (data as { error?: { code?: unknown; type?: unknown } } | undefined)?.error;
  return [error?.code, error?.type].find((value): value is string => typeof value === "string");
}

function retryAfter(error: APICallError): number | undefined {
  const seconds = Number(error.responseHeaders?.["retry-after"]);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 60) * 1_000 : undefined;
}
