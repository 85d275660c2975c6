import { z } from "zod";
import { pluginIdSchema } from "../../plugins/schema";

/**
 * POST /v1/chat/completions, as OpenAI's API reference has it (https://platform.openai.com/docs/api-reference/chat/create).
 * Null means the same as left out, as it does there. What is refused is named here with its sentence: no field that would
 * change the answer is dropped without a word.
 */
const textPart = z.strictObject({ type: z.literal("text"), text: z.string() });

const imagePart = z.strictObject({
  type: z.literal("image_url"),
  image_url: z.strictObject({
    /** https://… or data:image/…;base64,… */
    url: z.string().min(1, "Give the image's address, or its content as a data: URL."),
    detail: z.enum(["auto", "low", "high"]).nullish(),
  }),
});

const takenParts = "A part is of type text, or in a user's message image_url: other types are not taken here.";

const text = z.union([z.string(), z.array(textPart, takenParts).min(1)], "Give a text, or a list of text parts.");

const userPart = z.discriminatedUnion("type", [textPart, imagePart], takenParts);

/** Names of participants are known to OpenAI alone; another provider's model would answer without having seen them. */
const noName = z.null("Names of participants are not passed on. Write the name into the content.").optional();

const toolName = z
  .string()
  .regex(/^[a-zA-Z0-9_-]{1,64}$/, "A tool's name has 1 to 64 letters, digits, underscores and hyphens.");

const toolCall = z.strictObject({
  id: z.string().min(1),
  type: z.literal("function", "Only calls of functions are taken here."),
  function: z.strictObject({ name: z.string().min(1), arguments: z.string() }),
  /** Some clients send back what a stream gave them. */
  index: z.int().nullish(),
});

const assistantContent = z.union([
  z.string(),
  z.array(z.union([textPart, z.strictObject({ type: z.literal("refusal"), refusal: z.string() })], takenParts)),
]);

const noAudio = z.null("Audio is not taken here.").optional();

const messageSchema = z.discriminatedUnion(
  "role",
  [
    z.strictObject({ role: z.literal("system"), content: text, name: noName }),
    z.strictObject({ role: z.literal("developer"), content: text, name: noName }),
    z.strictObject({
      role: z.literal("user"),
      content: z.union([z.string(), z.array(userPart).min(1, "Give at least one part.")]),
      name: noName,
    }),
    z.strictObject({
      role: z.literal("assistant"),
      content: assistantContent.nullish(),
      /** As some providers give it, and this gateway does: sent back, it goes to the model again. */
      reasoning_content: z.string().nullish(),
      refusal: z.string().nullish(),
      tool_calls: z.array(toolCall).max(128, "At most 128 calls.").nullish(),
      annotations: z.array(z.unknown()).nullish(),
      name: noName,
      audio: noAudio,
      function_call: z.null("function_call is not taken here: use tool_calls.").optional(),
    }),
    z.strictObject({
      role: z.literal("tool"),
      content: text,
      tool_call_id: z.string().min(1),
      name: z.string().nullish(),
    }),
  ],
  "A message's role is one of: system, developer, user, assistant, tool.",
);

const jsonSchema = z.record(z.string(), z.unknown());

const toolSchema = z.strictObject({
  type: z.literal("function", "Only tools of type function are taken here."),
  function: z.strictObject({
    name: toolName,
    description: z.string().nullish(),
    parameters: jsonSchema.nullish(),
    strict: z.boolean().nullish(),
  }),
});

const toolChoiceSchema = z.union(
  [
    z.enum(["none", "auto", "required"]),
    z.strictObject({ type: z.literal("function"), function: z.strictObject({ name: z.string() }) }),
  ],
  'This is one of none, auto, required, or { "type": "function", "function": { "name": … } }.',
);

const responseFormatSchema = z.discriminatedUnion(
  "type",
  [
    z.strictObject({ type: z.literal("text") }),
    z.strictObject({ type: z.literal("json_object") }),
    z.strictObject({
      type: z.literal("json_schema"),
      json_schema: z.strictObject({
        name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, "A name has 1 to 64 letters, digits, underscores and hyphens."),
        description: z.string().nullish(),
        schema: jsonSchema.nullish(),
        strict: z.boolean().nullish(),
      }),
    }),
  ],
  "This is of type text, json_object or json_schema.",
);

const penalty = z.number().min(-2, "This is at least -2.").max(2, "This is at most 2.").nullish();
const tokenLimit = z.int("Give a whole number of tokens.").min(1, "This is at least 1 token.").nullish();

/** Null, or left out, and nothing else. */
const refused = (sentence: string) => z.null(sentence).optional();

export const chatCompletionSchema = z.strictObject({
  model: z
    .string("Name a model, as GET /v1/models lists it.")
    .min(1, "Name a model, as GET /v1/models lists it.")
    .max(200),
  messages: z.array(messageSchema).min(1, "Give at least one message.").max(2000, "At most 2,000 messages."),

  tools: z.array(toolSchema).max(128, "At most 128 tools.").nullish(),
  tool_choice: toolChoiceSchema.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: responseFormatSchema.nullish(),

  temperature: z.number().min(0, "This is at least 0.").max(2, "This is at most 2.").nullish(),
  top_p: z.number().min(0, "This is at least 0.").max(1, "This is at most 1.").nullish(),
  presence_penalty: penalty,
  frequency_penalty: penalty,
  max_tokens: tokenLimit,
  max_completion_tokens: tokenLimit,
  stop: z
    .union([z.string(), z.array(z.string()).max(4, "At most 4 stop sequences.")], "Give a text, or a list of up to 4.")
    .nullish(),
  seed: z.int("Give a whole number.").nullish(),
  reasoning_effort: z
    .enum(
      ["none", "minimal", "low", "medium", "high", "xhigh"],
      "This is one of: none, minimal, low, medium, high, xhigh.",
    )
    .nullish(),
  verbosity: z.enum(["low", "medium", "high"], "This is one of: low, medium, high.").nullish(),
  logit_bias: z.record(z.string(), z.number().min(-100).max(100)).nullish(),
  user: z.string().max(512, "This has at most 512 characters.").nullish(),
  safety_identifier: z.string().max(512).nullish(),
  prompt_cache_key: z.string().max(512).nullish(),

  stream: z.boolean().nullish(),
  stream_options: z
    .strictObject({ include_usage: z.boolean().nullish(), include_obfuscation: z.boolean().nullish() })
    .nullish(),
  n: z.literal(1, "One answer a request: n is 1 here. Send the request again for another one.").nullish(),

  /** The gateway's own: ids of plugins whose tools the model gets, and which are run on this side. */
  plugins: z.array(pluginIdSchema).max(50, "At most 50 plugins.").nullish(),

  // Taken, and of no effect: they change no answer.
  metadata: z.record(z.string(), z.string()).nullish(),
  store: z.literal(false, "The gateway keeps no answers to be read again: leave store out, or send false.").nullish(),
  service_tier: z
    .enum(["auto", "default"], "The gateway passes no service tier on: leave it out, or send auto.")
    .nullish(),
  logprobs: z.literal(false, "Probabilities of tokens are not given here: leave logprobs out.").nullish(),

  top_logprobs: refused("Probabilities of tokens are not given here: leave top_logprobs out."),
  modalities: z.tuple([z.literal("text")], "Answers are text here: leave modalities out.").nullish(),
  audio: refused("Audio is not given here."),
  prediction: refused("Predicted outputs are not taken here."),
  web_search_options: refused("OpenAI's web search is not taken here. Use a plugin that searches."),
  functions: refused("functions is not taken here: use tools."),
  function_call: refused("function_call is not taken here: use tool_choice."),
});

export type ChatCompletionRequest = z.output<typeof chatCompletionSchema>;
export type ChatMessage = ChatCompletionRequest["messages"][number];

export function asksForJson({ response_format: format }: ChatCompletionRequest): boolean {
  return format?.type === "json_object" || format?.type === "json_schema";
}
