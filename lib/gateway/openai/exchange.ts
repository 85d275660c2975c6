import type { RequestLimit } from "../../auth/count-request";
import type { ApiCaller } from "../../auth/require-api-caller";
import type { OpenModel } from "../open-model";
import { recordRequest } from "../record-request";
import { Tally } from "../tally";
import { GatewayError, toGatewayError } from "./gateway-error";

/** As nginx writes it in its log: the client closed the connection before the answer. */
const clientClosed = 499;

/** One request of the gateway from its authentication to its end: what goes into its record and its headers. */
export class Exchange {
  readonly tally = new Tally();
  /** Aborts when the client is gone: then nobody reads what the model would say. */
  readonly signal: AbortSignal;
  limit: RequestLimit | undefined;
  model: OpenModel | undefined;
  /** What the request calls the model. */
  asked = "";
  streamed = false;
  /** Settings that this model does not have, and that were left out. */
  leftOut: string[] = [];
  readonly #hungUp = new AbortController();
  readonly #startedAt = performance.now();
  #isEnded = false;

  constructor(
    readonly id: string,
    readonly caller: ApiCaller,
    requestSignal: AbortSignal,
  ) {
    this.signal = AbortSignal.any([requestSignal, this.#hungUp.signal]);
  }

  hangUp(): void {
    this.#hungUp.abort(new Error("The client hung up."));
  }

  /** Keeps the failure; gives it in OpenAI's words. */
  fail(error: unknown): GatewayError {
    const failure = this.signal.aborted
      ? new GatewayError(clientClosed, "client_closed_request", "The client closed the request.")
      : toGatewayError(error, this.model);
    this.end(failure.status, failure.code ?? failure.type);
    return failure;
  }

  /** Once: what comes later is not the end. */
  end(status: number, errorCode: string | null = null): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    const { id, caller, model, tally, streamed } = this;
    recordRequest(caller.db, {
      id,
      apiTokenId: caller.apiToken?.id ?? null,
      userId: caller.apiToken ? null : caller.user.id,
      callerName: caller.apiToken?.name ?? caller.user.name,
      organizationModelId: model?.organizationModelId ?? null,
      model: model?.name ?? this.asked,
      streamed,
      status,
      errorCode,
      inputTokens: tally.inputTokens,
      outputTokens: tally.outputTokens,
      costMicros: tally.costMicros,
      currency: model?.currency ?? "USD",
      rounds: tally.rounds,
      toolCalls: tally.toolCalls,
      ms: Math.round(performance.now() - this.#startedAt),
      providerMs: Math.round(tally.providerMs),
    });
  }

  withHeaders(response: Response): Response {
    const { headers } = response;
    headers.set("x-request-id", this.id);
    if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
    if (this.leftOut.length > 0) headers.set("X-Frontdesk-Left-Out", [...new Set(this.leftOut)].join(", "));
    if (this.limit) {
      headers.set("x-ratelimit-limit-requests", String(this.limit.limit));
      headers.set("x-ratelimit-remaining-requests", String(this.limit.remaining));
      headers.set("x-ratelimit-reset-requests", `${(this.limit.resetMs / 1000).toFixed(3)}s`);
    }
    return response;
  }
}
