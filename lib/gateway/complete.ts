import type {
  LanguageModelV3CallOptions,
  LanguageModelV3Content,
  LanguageModelV3FunctionTool,
  LanguageModelV3GenerateResult,
  LanguageModelV3Prompt,
  LanguageModelV3ToolCall,
  SharedV3Warning,
} from "@ai-sdk/provider";
import type { TenantDatabase } from "../db/for-organization";
import { refusal, toModelError } from "./model-error";
import { type OpenModel, openModel, type Usage } from "./open-model";

/** The settings of a call that go to the provider as they are. */
export type CallSettings = Pick<
  LanguageModelV3CallOptions,
  | "topP"
  | "presencePenalty"
  | "frequencyPenalty"
  | "stopSequences"
  | "seed"
  | "responseFormat"
  | "toolChoice"
  | "providerOptions"
>;

/** What is asked of a model. */
export interface ModelCall extends CallSettings {
  /** The system's part comes from the organisation; what a customer wrote only stands in the user role. */
  messages: LanguageModelV3Prompt;
  /** None given, none offered: the model then sees no tool at all. */
  tools?: LanguageModelV3FunctionTool[];
  /** Without maxOutputTokens: the provider's own limit. */
  limits: { timeoutMs: number; maxOutputTokens?: number | undefined };
  /** Null or left out: the provider's own. */
  temperature?: number | null;
  signal?: AbortSignal | undefined;
}

export interface CompletionRequest extends ModelCall {
  db: TenantDatabase;
  organizationModelId: string;
}

export interface Completion extends Usage {
  organizationModelId: string;
  /** The model's name at the provider. */
  model: string;
  currency: string;
  text: string;
  /** Calls that the model asks for; their input is JSON as the model wrote it, which need not be valid. */
  toolCalls: LanguageModelV3ToolCall[];
  /** All that the model gave, to be sent back to it in the next round. */
  content: LanguageModelV3Content[];
  finishReason: string;
  /** Settings that this model does not have, and that were left out. */
  leftOut: string[];
  /** ms that the provider took. */
  modelMs: number;
}

/**
 * One call of one of the organisation's models, without streaming and without another try: the job retries, durably and
 * with everybody's limits in view; two retry loops would multiply. Throws ModelError, sorted by who can do something about
 * it; when `signal` aborts, throws the signal's reason.
 */
export async function complete(request: CompletionRequest): Promise<Completion> {
  const completion = await completeWith(await openModel(request.db, request.organizationModelId), request);
  if (completion.finishReason === "content-filter") throw refusal();
  return completion;
}

/** The same with a model that is open already; an answer that a content filter stopped is given as far as it came. */
export async function completeWith(model: OpenModel, call: ModelCall): Promise<Completion> {
  const startedAt = performance.now();
  try {
    return await inTime(call, async (signal) => {
      const result = await model.languageModel.doGenerate(callOptions(call, signal));
      return completionOf(model, call, result, startedAt);
    });
  } catch (error) {
    if (call.signal?.aborted) throw call.signal.reason;
    throw toModelError(error, model.name);
  }
}

/** @param startedAt of the call, by performance.now() */
export function completionOf(
  model: OpenModel,
  { tools }: ModelCall,
  { content, finishReason, usage, warnings }: GenerateResult,
  startedAt: number,
): Completion {
  return {
    organizationModelId: model.organizationModelId,
    model: model.name,
    currency: model.currency,
    text: content.map((part) => (part.type === "text" ? part.text : "")).join(""),
    toolCalls: content.filter((part) => part.type === "tool-call"),
    content,
    finishReason: finishReason.unified,
    leftOut: settingsLeftOut(warnings, tools),
    ...model.usageOf(usage),
    modelMs: Math.round(performance.now() - startedAt),
  };
}

/** What the provider's client left out of a call, by its warnings. A provider that has no strict tools misses nothing where none is. */
export function settingsLeftOut(warnings: SharedV3Warning[], tools: LanguageModelV3FunctionTool[] = []): string[] {
  const features = warnings.flatMap((warning) => (warning.type === "unsupported" ? [warning.feature] : []));
  return tools.some(({ strict }) => strict) ? features : features.filter((feature) => feature !== "strict");
}

type GenerateResult = Pick<LanguageModelV3GenerateResult, "content" | "finishReason" | "usage" | "warnings">;

/** Runs a call within its time limit and until its signal aborts. The clock ends with the call: a gateway makes many. */
export async function inTime<T>({ limits, signal }: ModelCall, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const clock = setTimeout(
    () => late.abort(new DOMException("The model took too long.", "TimeoutError")),
    limits.timeoutMs,
  );
  try {
    return await run(signal ? AbortSignal.any([signal, late.signal]) : late.signal);
  } finally {
    clearTimeout(clock);
  }
}

/** The call as the provider's client takes it. */
export function callOptions(call: ModelCall, abortSignal: AbortSignal): LanguageModelV3CallOptions {
  const { messages, tools, limits, temperature } = call;
  const { topP, presencePenalty, frequencyPenalty, stopSequences, seed, responseFormat, toolChoice } = call;
  return {
    prompt: messages,
    tools: tools?.length ? tools : undefined,
    toolChoice: tools?.length ? toolChoice : undefined,
    maxOutputTokens: limits.maxOutputTokens,
    temperature: temperature ?? undefined,
    topP,
    presencePenalty,
    frequencyPenalty,
    stopSequences,
    seed,
    responseFormat,
    providerOptions: call.providerOptions,
    abortSignal,
  };
}
