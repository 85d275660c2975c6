import type { LanguageModelV3, LanguageModelV3Usage } from "@ai-sdk/provider";
import { LRUCache } from "lru-cache";
import type { OrganizationModel, ProviderKey } from "@/generated/prisma/client";
import type { Provider } from "@/generated/prisma/enums";
import type { TenantDatabase } from "../db/for-organization";
import { decryptSecret } from "../secrets";
import { behindBreaker } from "./circuit-breaker";
import { ModelError } from "./model-error";
import { languageModel } from "./provider";

/** One of the organisation's models, ready to be called. */
export interface OpenModel {
  organizationModelId: string;
  providerKeyId: string;
  provider: Provider;
  /** The model's name at the provider. */
  name: string;
  label: string;
  currency: string;
  languageModel: LanguageModelV3;
  /** The same over OpenAI's Chat Completions, for settings that its newer API does not have. */
  chatModel(): LanguageModelV3;
  usageOf(usage: LanguageModelV3Usage): Usage;
  /** Whether a text has the provider's API key in it. */
  holdsKey(text: string): boolean;
}

export interface Usage {
  inputTokens: number | null;
  outputTokens: number | null;
  /** Of the input: read from the provider's cache. Of the output: spent on thinking. */
  cachedTokens: number | null;
  reasoningTokens: number | null;
  /** Micro-units of the model's currency; null when the model has no price or the provider told no usage. */
  costMicros: bigint | null;
}

/** Throws ModelError `owner_must_fix` for a model that was deleted, and for one that is not this organisation's. */
export async function openModel(db: TenantDatabase, organizationModelId: string): Promise<OpenModel> {
  const row = await db.organizationModel.findUnique({
    where: { id: organizationModelId },
    include: { providerKey: true },
  });
  if (!row?.providerKey)
    throw new ModelError("owner_must_fix", `The model ${row?.label ?? ""} was deleted. Choose another one.`);
  return withKey(db, row, row.providerKey);
}

/** What has to be known of a model and its key as they are stored. */
export type StoredModel = Pick<OrganizationModel, "id" | "model" | "label" | "currency" | PriceField>;
export type StoredKey = Pick<ProviderKey, "id" | "provider" | "baseUrl" | "apiKey">;
type PriceField = "inputPricePerMTok" | "outputPricePerMTok";

/** Makes them ready to be called. */
export function withKey(db: TenantDatabase, row: StoredModel, providerKey: StoredKey): OpenModel {
  const { apiKey, newest, chat } = madeModels(db, row.model, providerKey);
  return {
    organizationModelId: row.id,
    providerKeyId: providerKey.id,
    provider: providerKey.provider,
    name: row.model,
    label: row.label,
    currency: row.currency,
    languageModel: behindBreaker(db, providerKey.id, newest),
    chatModel: () => behindBreaker(db, providerKey.id, chat),
    usageOf({ inputTokens: input, outputTokens: output }) {
      const [inputTokens, outputTokens] = [input.total ?? null, output.total ?? null];
      return {
        inputTokens,
        outputTokens,
        cachedTokens: input.cacheRead ?? null,
        reasoningTokens: output.reasoning ?? null,
        costMicros: cost(row, inputTokens, outputTokens),
      };
    },
    holdsKey: (text) => text.includes(apiKey),
  };
}

interface MadeModels {
  apiKey: string;
  newest: LanguageModelV3;
  chat: LanguageModelV3;
}

/**
 * Making one costs more than using it: the SDK compiles its schemas each time. Kept by all that it is made of, the
 * encrypted key among it, so that one with a changed key is made anew; for a minute, as the sender's token is.
 */
const made = new LRUCache<string, MadeModels>({ max: 500, ttl: 60_000 });

function madeModels({ organizationId }: TenantDatabase, model: string, key: StoredKey): MadeModels {
  const name = JSON.stringify([organizationId, key.id, key.provider, key.baseUrl, key.apiKey, model]);
  const known = made.get(name);
  if (known) return known;
  const apiKey = decryptSecret(key.apiKey, { organizationId, field: "providerKey.apiKey" });
  const clear = { provider: key.provider, baseUrl: key.baseUrl, apiKey };
  const models = { apiKey, newest: languageModel(clear, model), chat: languageModel(clear, model, "chat") };
  made.set(name, models);
  return models;
}

function cost(
  price: Pick<StoredModel, PriceField>,
  inputTokens: number | null,
  outputTokens: number | null,
): bigint | null {
  if (price.inputPricePerMTok === null || price.outputPricePerMTok === null) return null;
  if (inputTokens === null || outputTokens === null) return null;
  const micros =
    BigInt(price.inputPricePerMTok) * BigInt(inputTokens) + BigInt(price.outputPricePerMTok) * BigInt(outputTokens);
  return (micros + 500_000n) / 1_000_000n;
}
