import { generateText } from "ai";
import type { z } from "zod";
import type { Actor } from "../audit/schema";
import type { TenantDatabase } from "../db/for-organization";
import { AppError, notFound } from "../errors";
import { requirePublicUrl } from "../outbound-fetch";
import { parseInput } from "../parse-input";
import { decryptSecret } from "../secrets";
import { closeBreaker } from "./circuit-breaker";
import { ModelError, toModelError } from "./model-error";
import { languageModel } from "./provider";
import { createProviderKey, type ProviderKeyView, storedProvider, viewProviderKey } from "./provider-keys";
import { fetchProviderModels } from "./provider-models";
import { providerKeySchema } from "./schema";

const timeoutMs = 20_000;
/** The least that every provider takes. */
const fewTokens = 16;
/** Small ones first: the test is to cost nothing that anybody would notice. */
const cheapFirst = [/nano/, /haiku/, /mini/, /flash|small|lite/, /./];

/**
 * Tries a key with a real call: the provider's list of models, and one word from a small model of it. What came of it is
 * kept with the key, never thrown; throws `not_found` for a key that is not this organisation's.
 */
export async function testProviderKey(db: TenantDatabase, id: string): Promise<ProviderKeyView> {
  const key = await clearKey(db, id);
  const startedAt = performance.now();
  const testProblem = await tryKey(key).then(
    () => null,
    (error) => {
      if (error instanceof ModelError) return error.message;
      throw error;
    },
  );
  const testedMs = Math.round(performance.now() - startedAt);
  if (!testProblem) await closeBreaker(db, id);
  const data = { testedAt: new Date(), testedMs, testProblem };
  return viewProviderKey(await db.providerKey.update({ where: { id }, data }));
}

/**
 * Keeps a key that works: it is tried before it is stored. Throws as `createProviderKey`, and `invalid` beside the key with
 * the provider's reason.
 */
export async function createTestedKey(
  db: TenantDatabase,
  input: z.input<typeof providerKeySchema>,
  actor: Actor,
): Promise<ProviderKeyView> {
  const { provider, apiKey, baseUrl } = parseInput(providerKeySchema, input);
  if (baseUrl) await requirePublicUrl(baseUrl, "baseUrl");
  const startedAt = performance.now();
  try {
    await tryKey({ provider: storedProvider[provider], apiKey, baseUrl: baseUrl ?? null });
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const isAddress = baseUrl && [undefined, 404].includes(error.details.status);
    const field = isAddress ? "baseUrl" : "apiKey";
    throw new AppError("invalid", error.message, { fields: { [field]: error.message } });
  }
  const testedMs = Math.round(performance.now() - startedAt);
  const { id } = await createProviderKey(db, input, actor);
  return viewProviderKey(await db.providerKey.update({ where: { id }, data: { testedAt: new Date(), testedMs } }));
}

/** What a key may use, as its provider lists it now. Throws `not_found`, and `unavailable` with the provider's reason. */
export async function listProviderModels(db: TenantDatabase, id: string): Promise<string[]> {
  const key = await clearKey(db, id);
  try {
    return await fetchProviderModels(key);
  } catch (error) {
    throw error instanceof ModelError ? new AppError("unavailable", error.message) : error;
  }
}

async function clearKey(db: TenantDatabase, id: string) {
  const key = await db.providerKey.findUnique({ where: { id } });
  if (!key) throw notFound("provider key");
  const owner = { organizationId: db.organizationId, field: "providerKey.apiKey" } as const;
  return { ...key, apiKey: decryptSecret(key.apiKey, owner) };
}

async function tryKey(key: Parameters<typeof fetchProviderModels>[0]): Promise<void> {
  const models = await fetchProviderModels(key).catch(withoutList);
  const model = cheapFirst.map((kind) => models.find((name) => kind.test(name))).find(Boolean);
  if (!model) return;
  try {
    await generateText({
      model: languageModel(key, model),
      prompt: "Answer with the word OK.",
      maxOutputTokens: fewTokens,
      maxRetries: 0,
      abortSignal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    throw toModelError(error, model);
  }
}

/** Some compatible endpoints list nothing: that says nothing against the key. */
function withoutList(error: unknown): string[] {
  if (error instanceof ModelError && [404, 405, 501].includes(error.details.status ?? 0)) return [];
  throw error;
}
