import type { TenantDatabase } from "../db/for-organization";
import { type Completion, type CompletionRequest, complete } from "./complete";
import { ModelError, type ModelErrorKind } from "./model-error";

export interface ChainRequest extends Omit<CompletionRequest, "organizationModelId"> {
  /** The first one is asked, the others stand in for it in this order. One that is named again is asked once. */
  organizationModelIds: string[];
  /** Asks the next model as well when the first has not answered after so many ms; null or left out: never. */
  hedgeAfterMs?: number | null | undefined;
}

/** The attempts are in the order in which they ended; the last one is the one that answered. */
export interface ChainCompletion extends Completion {
  attempts: ModelAttempt[];
}

export interface ModelAttempt {
  organizationModelId: string;
  /** The model's name at the provider; its id where no row of it could be read. */
  model: string;
  ms: number;
  /**
   * `skipped`: the circuit breaker of its provider key is open, and it was not asked. `overtaken`: it was asked, another one was faster,
   * and it was cut off: what it had used by then is not told, and counted nowhere.
   */
  outcome: "answered" | "failed" | "skipped" | "overtaken";
  error: { kind: ModelErrorKind; message: string } | null;
}

/** No model answered. It is the most hopeful of their errors: one that may pass by itself before one that the owner must fix. */
export class ChainError extends ModelError {
  constructor(
    error: ModelError,
    readonly attempts: ModelAttempt[],
    details = error.details,
  ) {
    super(error.kind, error.message, details);
  }
}

/** A durable step must end before the job server takes it for lost. */
const wholeTimeMs = 75_000;

/**
 * One answer by the first of several models that gives one. The next is asked whatever is wrong with the one before: an
 * outage, a rate limit, a time-out, a content filter, and also what only the owner can fix, so that the customer is
 * answered meanwhile. Each has the time-out of `limits`, and no more than an equal share of what is left of 75 s, so that
 * one that hangs leaves time for those behind it. Throws ChainError when none answers; when `signal` aborts, stops all
 * at once and throws the signal's reason.
 */
export async function completeAlongChain(request: ChainRequest): Promise<ChainCompletion> {
  const { organizationModelIds, hedgeAfterMs, ...call } = request;
  const waiting = [...new Set(organizationModelIds)];
  const deadline = performance.now() + wholeTimeMs;
  const underWay = new Map<string, UnderWay>();
  const ended: EndedAttempt[] = [];
  const hedge = startHedge(waiting.length > 1 ? hedgeAfterMs : null);

  function askNext(): void {
    const id = waiting.shift();
    if (id === undefined) return;
    const share = (deadline - performance.now()) / (waiting.length + 1);
    underWay.set(id, begin(call, id, Math.max(1, Math.round(Math.min(call.limits.timeoutMs, share)))));
  }

  try {
    askNext();
    while (underWay.size > 0) {
      const first = await Promise.race([hedge.isDue, ...[...underWay.values()].map(({ end }) => end)]);
      if (first === "due") {
        hedge.stop();
        askNext();
        continue;
      }
      underWay.delete(first.organizationModelId);
      if (first.completion) {
        const others = [...underWay.values()].map(cutOff);
        return { ...first.completion, attempts: await tell(call.db, [...ended, ...others, first]) };
      }
      if (request.signal?.aborted) throw request.signal.reason;
      if (!(first.error instanceof ModelError)) throw first.error;
      ended.push(first);
      if (underWay.size === 0) askNext();
    }
    throw chainError(ended, await tell(call.db, ended));
  } finally {
    hedge.stop();
    for (const other of underWay.values()) cutOff(other);
  }
}

interface UnderWay {
  organizationModelId: string;
  startedAt: number;
  end: Promise<EndedAttempt>;
  cut: AbortController;
}

/** With neither a completion nor an error: cut off. */
interface EndedAttempt {
  organizationModelId: string;
  ms: number;
  completion?: Completion;
  error?: unknown;
}

function begin(call: Omit<CompletionRequest, "organizationModelId">, id: string, timeoutMs: number): UnderWay {
  const cut = new AbortController();
  const startedAt = performance.now();
  const limits = { ...call.limits, timeoutMs };
  const signal = call.signal ? AbortSignal.any([call.signal, cut.signal]) : cut.signal;
  const end = complete({ ...call, organizationModelId: id, limits, signal }).then(
    (completion) => ({ organizationModelId: id, ms: msSince(startedAt), completion }),
    (error: unknown) => ({ organizationModelId: id, ms: msSince(startedAt), error }),
  );
  return { organizationModelId: id, startedAt, end, cut };
}

function cutOff({ organizationModelId, startedAt, cut }: UnderWay): EndedAttempt {
  cut.abort(new Error("another model was faster"));
  return { organizationModelId, ms: msSince(startedAt) };
}

function msSince(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}

/** Never due without a time. */
function startHedge(afterMs: number | null | undefined) {
  let timer: NodeJS.Timeout | undefined;
  const never = new Promise<"due">(() => {});
  const hedge = { isDue: never, stop };
  if (typeof afterMs === "number")
    hedge.isDue = new Promise((resolve) => {
      timer = setTimeout(() => resolve("due"), afterMs);
    });
  return hedge;

  function stop(): void {
    clearTimeout(timer);
    hedge.isDue = never;
  }
}

/** What is kept of the attempts: names and sentences, nothing that a customer or a model said. */
async function tell(db: TenantDatabase, ended: EndedAttempt[]): Promise<ModelAttempt[]> {
  const nameOf = await modelNames(db, ended);
  return ended.map(({ organizationModelId, ms, completion, error }) => ({
    organizationModelId,
    model: nameOf(organizationModelId),
    ms,
    ...(completion || !(error instanceof ModelError)
      ? { outcome: completion ? ("answered" as const) : ("overtaken" as const), error: null }
      : {
          outcome: error.details.heldBack ? ("skipped" as const) : ("failed" as const),
          error: { kind: error.kind, message: error.message },
        }),
  }));
}

/** Nothing is read for the usual case, that the first model answers. */
async function modelNames(db: TenantDatabase, ended: EndedAttempt[]): Promise<(id: string) => string> {
  const names = new Map(ended.map(({ organizationModelId: id, completion }) => [id, completion?.model]));
  const unnamed = [...names].filter(([, name]) => name === undefined).map(([id]) => id);
  if (unnamed.length > 0) {
    const rows = await db.organizationModel.findMany({
      where: { id: { in: unnamed } },
      select: { id: true, model: true },
    });
    for (const { id, model } of rows) names.set(id, model);
  }
  return (id) => names.get(id) ?? id;
}

const mostHopefulFirst: ModelErrorKind[] = ["retry_later", "owner_must_fix", "refused"];

function chainError(ended: EndedAttempt[], attempts: ModelAttempt[]): ModelError {
  const errors = ended.map(({ error }) => error).filter((error) => error instanceof ModelError);
  const kind = mostHopefulFirst.find((wanted) => errors.some((error) => error.kind === wanted));
  const hopeful = errors.filter((error) => error.kind === kind);
  const [first] = hopeful;
  if (!first) throw new Error("No model was given to ask.");
  // The next try makes sense as soon as one of them may answer again.
  const waits = hopeful.map(({ details }) => details.retryAfterMs);
  const known = waits.filter((wait) => wait !== undefined);
  const retryAfterMs = known.length === waits.length ? Math.min(...known) : undefined;
  return new ChainError(first, attempts, { ...first.details, retryAfterMs });
}
