import { APICallError } from "ai";
import { z } from "zod";
import type { Provider } from "@/generated/prisma/enums";
import { limitedFetch } from "../limited-fetch";
import { toModelError } from "./model-error";

const timeoutMs = 10_000;
const fetchList = limitedFetch(2 * 1024 * 1024);

const publicAddress: Record<Provider, string> = {
  openai: "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com/v1",
  openai_compatible: "",
};

const answerSchema = z.object({ data: z.array(z.object({ id: z.string().min(1).max(200) })).max(5000) });

/**
 * The names of the models that a key may use, as the provider lists them, without those that do not chat. Throws
 * ModelError, as a call of the model would.
 */
export async function fetchProviderModels(key: {
  provider: Provider;
  apiKey: string;
  baseUrl: string | null;
}): Promise<string[]> {
  const url = `${key.baseUrl ?? publicAddress[key.provider]}/models${key.provider === "anthropic" ? "?limit=1000" : ""}`;
  try {
    const response = await reach(url, headersOf(key));
    if (!response.ok)
      throw new APICallError({ message: "refused", url, requestBodyValues: {}, statusCode: response.status });
    const { data } = answerSchema.parse(await response.json());
    return [...new Set(data.map(({ id }) => id))].filter(chats).sort();
  } catch (error) {
    throw toModelError(error, "list of models");
  }
}

/** No answer at all is told apart from one that cannot be read. */
async function reach(url: string, headers: Record<string, string>): Promise<Response> {
  try {
    return await fetchList(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new APICallError({ message: "no answer", url, requestBodyValues: {} });
  }
}

function headersOf({ provider, apiKey }: { provider: Provider; apiKey: string }): Record<string, string> {
  if (provider === "anthropic") return { "x-api-key": apiKey, "anthropic-version": "2023-06-01" };
  return { authorization: `Bearer ${apiKey}` };
}

const otherTrades =
  /embed|whisper|tts|dall-e|image|moderation|audio|realtime|transcri|sora|babbage|davinci|rerank|codex|search|computer-use/i;

function chats(model: string): boolean {
  return !otherTrades.test(model);
}
