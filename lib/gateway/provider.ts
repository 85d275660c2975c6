import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModelV3 } from "@ai-sdk/provider";

import type { Provider } from "@/generated/prisma/enums";
import { limitedFetch } from "../limited-fetch";

/** A provider key with its secret in clear. */
export interface ClearKey {
  provider: Provider;
  apiKey: string;
  baseUrl: string | null;
}

/** Far above what a model says in one answer, thoughts and a stream's wrapping included. */
const providerFetch = limitedFetch(16 * 1024 * 1024);

/**
 * The AI SDK's model for a provider key. The address may be an owner's, so that every call goes through the guard.
 *
 * @param api of OpenAI's two: `newest` is Responses, which keeps a reasoning model's thoughts between rounds; `chat` takes
 *   some settings that Responses no longer has (stop, seed, penalties). Other providers have one
 */
export function languageModel(key: ClearKey, model: string, api: "newest" | "chat" = "newest"): LanguageModelV3 {
  const { apiKey } = key;
  const baseURL = key.baseUrl ?? undefined;
  switch (key.provider) {
    case "openai": {
      const openai = createOpenAI({ apiKey, baseURL, fetch: providerFetch });
      return api === "chat" ? openai.chat(model) : openai(model);
    }
    case "anthropic":
      return createAnthropic({ apiKey, baseURL, fetch: providerFetch })(model);
    case "openai_compatible":
      if (!baseURL) throw new Error("An OpenAI-compatible provider key has no address.");
      return createOpenAICompatible({ ...compatible, apiKey, baseURL, fetch: providerFetch })(model);
  }
}

/** The SDK would else leave a schema out without a word, and not ask for the tokens of a stream. */
const compatible = { name: "provider", supportsStructuredOutputs: true, includeUsage: true };
