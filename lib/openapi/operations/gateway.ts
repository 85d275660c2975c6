import { z } from "zod";
import { chatCompletionSchema } from "../../gateway/openai/schema";
import { gatewayUsageRequest } from "../../gateway/schema";
import { exampleIds, id, section, time } from "../operation";

const openAiError = z
  .object({
    error: z.object({
      message: z.string(),
      type: z.string().meta({ description: "OpenAI's kind of error." }),
      param: z.string().nullable().meta({ description: "The field that is wrong, such as `messages[0].content`." }),
      code: z.string().nullable().meta({ description: "Branch on it: messages are for people and may change." }),
    }),
  })
  .meta({ id: "OpenAiError" });

const accessErrors = {
  401: "`invalid_api_key`: no valid token.",
  403: "`insufficient_permissions`: the permission use-gateway is missing.",
};

const model = z.strictObject({
  id: z.string().meta({ description: "What `model` takes: the model's name, or our id where an older one has it." }),
  object: z.literal("model"),
  created: z.int().meta({ description: "Unix time in seconds." }),
  owned_by: z.string(),
});

const toolCall = z.strictObject({
  id: z.string(),
  type: z.literal("function"),
  function: z.strictObject({ name: z.string(), arguments: z.string().meta({ description: "JSON, as text." }) }),
});

const completion = z.strictObject({
  id: z.string(),
  object: z.literal("chat.completion"),
  created: z.int(),
  model: z.string(),
  choices: z.array(
    z.strictObject({
      index: z.int(),
      message: z.strictObject({
        role: z.literal("assistant"),
        content: z.string().nullable(),
        refusal: z.null(),
        reasoning_content: z.string().optional().meta({ description: "What the model thought, where it says so." }),
        tool_calls: z.array(toolCall).optional().meta({ description: "Of your own tools: for you to carry out." }),
      }),
      logprobs: z.null(),
      finish_reason: z.enum(["stop", "length", "tool_calls", "content_filter"]),
    }),
  ),
  usage: z.strictObject({
    prompt_tokens: z.int(),
    completion_tokens: z.int(),
    total_tokens: z.int(),
    prompt_tokens_details: z.strictObject({ cached_tokens: z.int() }),
    completion_tokens_details: z.strictObject({ reasoning_tokens: z.int() }),
  }),
});

const usage = z.strictObject({
  from: time,
  data: z.array(
    z.strictObject({
      apiTokenId: id.nullable().meta({ description: "Null for a member with a token of their own." }),
      userId: id.nullable(),
      name: z.string(),
      currency: z.string(),
      requests: z.int(),
      failures: z.int(),
      rounds: z.int(),
      toolCalls: z.int(),
      inputTokens: z.number(),
      outputTokens: z.number(),
      costMicros: z.number().meta({ description: "Micro-units of the currency." }),
      withoutPrice: z.int().meta({ description: "Requests to a model without a price: not in the cost." }),
      lastUsedAt: time,
    }),
  ),
});

export const gateway = section("Gateway", [
  {
    method: "POST",
    path: "/v1/chat/completions",
    summary: "Ask a model",
    description:
      "OpenAI's Chat Completions over any of the organisation's models, so that OpenAI's own clients work. With `stream` the answer is server-sent events. `plugins` names plugins whose tools the model gets and which are run on this side; the header `X-Frontdesk-Plugins: id,id` does the same.",
    permission: "use-gateway",
    body: {
      schema: chatCompletionSchema,
      example: {
        model: "gpt-4.1",
        messages: [
          { role: "system", content: "You answer for an inn." },
          { role: "user", content: "When are you open?" },
        ],
      },
    },
    response: { status: 200, description: "The answer.", content: { schema: completion } },
    errorSchema: openAiError,
    errors: {
      ...accessErrors,
      400: "What cannot be carried out; `param` names the field.",
      404: "`model_not_found`: not there, or not yours.",
      429: "`rate_limit_exceeded`, with `Retry-After`; `insufficient_quota` where the provider's account has no credit.",
      502: "`provider_fault`, or `provider_refused_key`.",
      503: "`provider_fault`: the provider is down or busy.",
      504: "`provider_timeout`.",
    },
  },
  {
    method: "GET",
    path: "/v1/models",
    summary: "List models as OpenAI does",
    permission: "use-gateway",
    response: {
      status: 200,
      description: "All models, oldest first.",
      content: { schema: z.strictObject({ object: z.literal("list"), data: z.array(model) }) },
    },
    errorSchema: openAiError,
    errors: accessErrors,
  },
  {
    method: "GET",
    path: "/v1/models/{id}",
    summary: "Read a model as OpenAI does",
    permission: "use-gateway",
    parameters: { id: { description: "A model's name, label or our id.", example: exampleIds.model } },
    response: { status: 200, description: "The model.", content: { schema: model } },
    errorSchema: openAiError,
    errors: { ...accessErrors, 404: "`model_not_found`: not there, or not yours." },
  },
  {
    method: "GET",
    path: "/gateway-usage",
    summary: "Read who used the gateway",
    description: "By API token, and by member where one uses a token of their own.",
    permission: "manage-api-tokens",
    query: gatewayUsageRequest,
    parameters: { days: { description: "Of how many days, 1 to 366; 30 when left out.", example: "7" } },
    response: { status: 200, description: "Who used it last stands first.", content: { schema: usage } },
  },
]);
