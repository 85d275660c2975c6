import type { JSONObject, LanguageModelV3FunctionTool, SharedV3ProviderOptions } from "@ai-sdk/provider";
import type { ModelCall } from "../complete";
import type { OpenModel } from "../open-model";
import { badRequest } from "./gateway-error";
import type { ChatCompletionRequest } from "./schema";

/** As long as OpenAI's own clients wait. */
const timeoutMs = 600_000;

/**
 * All of a request but its messages, as the AI SDK has it. What the model's provider has no setting for is refused with
 * GatewayError `unsupported_parameter`, so that no answer is given by other rules than the caller thinks.
 *
 * @param pluginTools names of tools that the gateway adds
 */
export function toCall(
  request: ChatCompletionRequest,
  model: OpenModel,
  pluginTools: Set<string>,
): Omit<ModelCall, "messages"> {
  refuseUnsupported(request, model);
  const tools = toTools(request, model, pluginTools);
  return {
    tools,
    toolChoice: toToolChoice(request, new Set([...tools.map(({ name }) => name), ...pluginTools])),
    responseFormat: toResponseFormat(request.response_format),
    temperature: request.temperature ?? null,
    topP: request.top_p ?? undefined,
    presencePenalty: request.presence_penalty || undefined,
    frequencyPenalty: request.frequency_penalty || undefined,
    stopSequences: toStop(request.stop),
    seed: request.seed ?? undefined,
    limits: { timeoutMs, maxOutputTokens: maxOutputTokens(request, model) },
    providerOptions: toProviderOptions(request, model),
  };
}

/** Whether only the older of OpenAI's two APIs has these settings. */
export function needsChatApi(request: ChatCompletionRequest): boolean {
  const { stop, seed, presence_penalty: presence, frequency_penalty: frequency, logit_bias: bias } = request;
  return Boolean(toStop(stop) || typeof seed === "number" || presence || frequency || hasEntries(bias));
}

function refuseUnsupported(request: ChatCompletionRequest, { provider }: OpenModel): void {
  if (request.max_tokens && request.max_completion_tokens)
    throw badRequest("Give max_completion_tokens or max_tokens, not both.", "max_tokens");
  if (provider !== "anthropic") return;
  const { temperature, reasoning_effort: effort, response_format: format } = request;
  const without: [boolean, string, string][] = [
    [typeof request.seed === "number", "seed", "no seed"],
    [Boolean(request.presence_penalty), "presence_penalty", "no presence penalty"],
    [Boolean(request.frequency_penalty), "frequency_penalty", "no frequency penalty"],
    [hasEntries(request.logit_bias), "logit_bias", "no logit bias"],
    [Boolean(request.verbosity), "verbosity", "no verbosity"],
    [(temperature ?? 0) > 1, "temperature", "a temperature of at most 1"],
    [effort === "none" || effort === "minimal", "reasoning_effort", "a reasoning effort of low, medium, high or xhigh"],
    [
      toResponseFormat(format)?.type === "json" && !schemaOf(format),
      "response_format",
      "JSON by a schema only: use json_schema",
    ],
  ];
  const [, param, what] = without.find(([isGiven]) => isGiven) ?? [];
  if (param)
    throw badRequest(
      `Anthropic's models take ${what}. Leave it out, or ask another model.`,
      param,
      "unsupported_parameter",
    );
}

function toTools(
  { tools }: ChatCompletionRequest,
  model: OpenModel,
  pluginTools: Set<string>,
): LanguageModelV3FunctionTool[] {
  const taken = new Set(pluginTools);
  return (tools ?? []).map(({ function: { name, description, parameters, strict } }, index) => {
    if (taken.has(name))
      throw badRequest(`There are two tools with the name ${name}.`, `tools[${index}].function.name`);
    taken.add(name);
    return {
      type: "function",
      name,
      description: description ?? undefined,
      inputSchema: parameters ?? { type: "object", properties: {} },
      // OpenAI's newer API would take what is left out for true.
      strict: strict ?? (model.provider === "openai" ? false : undefined),
    };
  });
}

function toToolChoice({ tool_choice: choice }: ChatCompletionRequest, names: Set<string>): ModelCall["toolChoice"] {
  if (!choice) return undefined;
  if (names.size === 0 && choice !== "none" && choice !== "auto")
    throw badRequest("A tool can be chosen only among tools that are given.", "tool_choice");
  if (typeof choice === "string") return { type: choice };
  const toolName = choice.function.name;
  if (!names.has(toolName)) throw badRequest(`There is no tool ${toolName} among the tools.`, "tool_choice");
  return { type: "tool", toolName };
}

type ResponseFormat = ChatCompletionRequest["response_format"];

function toResponseFormat(format: ResponseFormat): ModelCall["responseFormat"] {
  if (format?.type === "json_object") return { type: "json" };
  if (format?.type !== "json_schema") return undefined;
  const { name, description } = format.json_schema;
  return { type: "json", schema: schemaOf(format), name, description: description ?? undefined };
}

function schemaOf(format: ResponseFormat): Record<string, unknown> | undefined {
  return format?.type === "json_schema" ? (format.json_schema.schema ?? undefined) : undefined;
}

function toStop(stop: ChatCompletionRequest["stop"]): string[] | undefined {
  const sequences = [stop ?? []].flat().filter(Boolean);
  return sequences.length > 0 ? sequences : undefined;
}

/** Some compatible endpoints know one of the two names alone: theirs goes on as the caller wrote it. */
function maxOutputTokens(request: ChatCompletionRequest, { provider }: OpenModel): number | undefined {
  const { max_tokens: older, max_completion_tokens: newer } = request;
  return older ?? (provider === "openai_compatible" ? undefined : (newer ?? undefined));
}

function toProviderOptions(request: ChatCompletionRequest, { provider }: OpenModel): SharedV3ProviderOptions {
  const parallel = request.parallel_tool_calls ?? undefined;
  const strictJsonSchema =
    request.response_format?.type === "json_schema" && (request.response_format.json_schema.strict ?? false);
  const common = {
    user: request.user,
    reasoningEffort: request.reasoning_effort,
    textVerbosity: request.verbosity,
    strictJsonSchema,
  };
  const logitBias = hasEntries(request.logit_bias) ? request.logit_bias : undefined;
  switch (provider) {
    case "openai":
      return {
        openai: given({
          ...common,
          // As OpenAI's Chat Completions: nothing is kept there to be read again.
          store: false,
          parallelToolCalls: parallel,
          logitBias,
          safetyIdentifier: request.safety_identifier,
          promptCacheKey: request.prompt_cache_key,
        }),
      };
    case "openai_compatible":
      return {
        // The name that lib/gateway/provider.ts gives it; what the SDK does not know goes into the body as it is.
        provider: given({
          ...common,
          parallel_tool_calls: parallel,
          logit_bias: logitBias,
          max_completion_tokens: request.max_completion_tokens,
          safety_identifier: request.safety_identifier,
          prompt_cache_key: request.prompt_cache_key,
        }),
      };
    case "anthropic":
      return {
        anthropic: given({
          effort: request.reasoning_effort,
          disableParallelToolUse: parallel === undefined ? undefined : !parallel,
          metadata: request.user ? { userId: request.user } : undefined,
        }),
      };
  }
}

function given(options: Record<string, JSONObject[string] | null | undefined>): JSONObject {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined && value !== null));
}

function hasEntries(bias: Record<string, number> | null | undefined): boolean {
  return Object.keys(bias ?? {}).length > 0;
}
