import type { LanguageModelV3 } from "@ai-sdk/provider";
import { wrapLanguageModel } from "ai";
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from "cockatiel";
import { LRUCache } from "lru-cache";
import type { TenantDatabase } from "../db/for-organization";
import { logger } from "../logger";
import { ModelError, toModelError } from "./model-error";

const opensAfter = 5;
const probeAfterMs = 30_000;
const probeMs = 5_000;

/**
 * The model behind its provider key's circuit breaker, for whole and for streamed answers alike. After five calls in a row
 * that show the provider to be down, or to refuse the key, calls fail at once with a ModelError (`details.heldBack`) for
 * 30 s; then one call is let through, which closes or opens it again. Each process has its own; what it does is written
 * to the ProviderKey, so that the health page of any process can tell.
 */
export function behindBreaker(db: TenantDatabase, providerKeyId: string, model: LanguageModelV3): LanguageModelV3 {
  return wrapLanguageModel({
    model,
    middleware: {
      specificationVersion: "v3",
      wrapGenerate: ({ doGenerate, params }) => guard(db, providerKeyId, model.modelId, doGenerate, params.abortSignal),
      wrapStream: ({ doStream, params }) => guard(db, providerKeyId, model.modelId, doStream, params.abortSignal),
    },
  });
}

/** Lets calls through again: the key was just seen to work. */
export async function closeBreaker(db: TenantDatabase, providerKeyId: string): Promise<void> {
  breakers().delete(providerKeyId);
  await db.providerKey.updateMany({ where: { id: providerKeyId }, data: { openUntil: null } });
}

async function guard<T>(
  db: TenantDatabase,
  providerKeyId: string,
  model: string,
  call: () => PromiseLike<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const breaker = breakerOf(db, providerKeyId);
  // One probe at a time: cockatiel would let the others wait for it, and a customer with them.
  if (breaker.policy.state === CircuitState.HalfOpen) throw heldBack(breaker);
  try {
    const result = await breaker.policy.execute(async () => {
      try {
        return { value: await call() };
      } catch (error) {
        const modelError = toModelError(error, model);
        if (wasCutOff(signal)) throw new CutOff(error);
        if (speaksAgainstProvider(modelError)) throw modelError;
        // It answered, and so it is there: for the breaker that is a success.
        return { error: modelError };
      }
    });
    if ("error" in result) throw result.error;
    return result.value;
  } catch (error) {
    if (error instanceof BrokenCircuitError) throw heldBack(breaker);
    throw error instanceof CutOff ? error.cause : error;
  }
}

/** Outages, limits and time-outs; and a key that is refused or has no credit, because that meets every call with it. */
function speaksAgainstProvider({ kind, details }: ModelError): boolean {
  return kind === "retry_later" || details.concernsKey === true;
}

/** Whoever asked wants no answer any more, which says nothing of the provider. */
class CutOff extends Error {
  constructor(override readonly cause: unknown) {
    super("The call was cut off.");
  }
}

function wasCutOff(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && signal.reason?.name !== "TimeoutError";
}

interface Breaker {
  policy: CircuitBreakerPolicy;
  /** What opened it, and until when. */
  because: ModelError | null;
  openUntil: number;
}

// Next evaluates a module once for each of its bundles: the process has one breaker a key all the same.
const holder = globalThis as typeof globalThis & { frontdeskBreakers?: LRUCache<string, Breaker> };

function breakers(): LRUCache<string, Breaker> {
  holder.frontdeskBreakers ??= new LRUCache({ max: 5_000 });
  return holder.frontdeskBreakers;
}

function breakerOf(db: TenantDatabase, providerKeyId: string): Breaker {
  const known = breakers().get(providerKeyId);
  if (known) return known;
  // A probe that was cut off has shown nothing: the breaker stays open for another while.
  const counts = handleWhen(
    (error) => error instanceof ModelError || (error instanceof CutOff && policy.state === CircuitState.HalfOpen),
  );
  const policy: CircuitBreakerPolicy = circuitBreaker(counts, {
    halfOpenAfter: probeAfterMs,
    breaker: new ConsecutiveBreaker(opensAfter),
  });
  const breaker: Breaker = { policy, because: null, openUntil: 0 };
  policy.onBreak((reason) => {
    // From a probe that failed: it has been open all the while.
    const isAgain = breaker.because !== null;
    if ("error" in reason && reason.error instanceof ModelError) breaker.because = reason.error;
    breaker.openUntil = Date.now() + probeAfterMs;
    logger.warn({ providerKeyId, kind: breaker.because?.kind }, "a provider key's circuit breaker opened");
    const openUntil = new Date(breaker.openUntil);
    const openedBecause = breaker.because?.message ?? null;
    note(db, providerKeyId, { openUntil, openedBecause, ...(!isAgain && { openedAt: new Date() }) });
  });
  policy.onReset(() => {
    breaker.because = null;
    logger.info({ providerKeyId }, "a provider key's circuit breaker closed");
    note(db, providerKeyId, { openUntil: null });
  });
  breakers().set(providerKeyId, breaker);
  return breaker;
}

/** Of the same kind as what opened it: what only the owner can fix is not worth a wait. */
function heldBack({ because, openUntil }: Breaker): ModelError {
  // While a probe is under way: about as long as it takes.
  const retryAfterMs = Math.max(probeMs, openUntil - Date.now());
  const kind = because?.kind ?? "retry_later";
  const message = because?.message ?? "The model's provider failed several times in a row.";
  return new ModelError(kind, message, { retryAfterMs, heldBack: true });
}

/** Nobody waits for it. */
function note(
  db: TenantDatabase,
  id: string,
  data: { openUntil: Date | null; openedAt?: Date; openedBecause?: string | null },
): void {
  db.providerKey.updateMany({ where: { id }, data }).catch((error) => {
    logger.warn({ err: error, providerKeyId: id }, "could not note the state of a circuit breaker");
  });
}
