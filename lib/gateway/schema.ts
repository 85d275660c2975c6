import { z } from "zod";
import { optionalField } from "../parse-input";

const label = z.string().trim().min(1, "Give a name to know it by.").max(100, "A name has at most 100 characters.");

/** As they are called outside; the database knows the last as `openai_compatible`. */
export const providerSchema = z.enum(["openai", "anthropic", "openai-compatible"], {
  error: "This must be one of: openai, anthropic, openai-compatible.",
});

export const providerKeySchema = z
  .strictObject({
    provider: providerSchema,
    apiKey: z
      .string()
      .trim()
      .min(1, "Give the provider's API key.")
      .max(500, "An API key has at most 500 characters.")
      .regex(/^[\x21-\x7e]*$/, "An API key has no spaces or line breaks: copy it again."),
    baseUrl: z
      .url({ protocol: /^https?$/, error: "Give the whole address, such as https://models.example.com/v1." })
      .max(500, "An address has at most 500 characters.")
      .refine(isPlainAddress, "Give the address without a user name, a question mark or a #.")
      .transform((url) => url.replace(/\/+$/, ""))
      .optional(),
    label,
  })
  .refine((key) => key.provider !== "openai-compatible" || key.baseUrl, {
    path: ["baseUrl"],
    error: "An OpenAI-compatible endpoint needs its address, such as https://models.example.com/v1.",
  });

/** US dollars for a million tokens, to the millionth. */
const price = z
  .number()
  .min(0, "A price is 0 or more.")
  .max(2000, "A price is at most 2000 US dollars for a million tokens.");

export const modelSchema = z.strictObject({
  providerKeyId: z.uuid("Give the id of a provider key, as GET /provider-keys lists it."),
  model: z
    .string()
    .trim()
    .min(1, "Give the model's name as the provider writes it.")
    .max(200, "A model's name has at most 200 characters."),
  label: label.optional(),
  inputPricePerMTok: price.optional(),
  outputPricePerMTok: price.optional(),
});

/** GET /gateway-usage: of how many days, today the last. */
export const gatewayUsageRequest = z.strictObject({
  days: z.coerce
    .number()
    .int("Give whole days.")
    .min(1, "This is at least 1 day.")
    .max(366, "This is at most 366 days.")
    .default(30),
});

/** What one caller of the gateway used in a period, in one currency. */
export interface CallerUsage {
  /** Null for a member with a token of their own. */
  apiTokenId: string | null;
  userId: string | null;
  /** The token's or the member's name, as it last was. */
  name: string;
  requests: number;
  /** Of these: that were answered with a status of 400 or more, or whose client hung up. */
  failures: number;
  /** Calls of models and of plugin tools that they came to. */
  rounds: number;
  toolCalls: number;
  inputTokens: number;
  outputTokens: number;
  /** Micro-units of the currency. */
  costMicros: number;
  currency: string;
  /** Requests that took tokens of a model without a price: they are not in the cost. */
  withoutPrice: number;
  lastUsedAt: Date;
}

/** The same two as a form sends them; what is left empty is left out, and a key without a name gets its provider's. */
export const providerKeyFormSchema = z.strictObject({
  provider: providerSchema,
  apiKey: z.string(),
  baseUrl: optionalField(z.string()),
  label: optionalField(z.string()),
});
const typedPrice = optionalField(z.coerce.number("Give a number, such as 0.40.").pipe(price));
export const modelFormSchema = z.strictObject({
  providerKeyId: modelSchema.shape.providerKeyId,
  model: modelSchema.shape.model,
  inputPricePerMTok: typedPrice,
  outputPricePerMTok: typedPrice,
});

function isPlainAddress(address: string): boolean {
  if (!URL.canParse(address)) return true;
  const { username, password, search, hash } = new URL(address);
  return !(username || password || search || hash);
}
