import type { z } from "zod";
import type { Provider, ProviderKey } from "@/generated/prisma/client";
import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import type { TenantDatabase } from "../db/for-organization";
import { violatesConstraint } from "../db/violates-constraint";
import { AppError, notFound } from "../errors";
import { requirePublicUrl } from "../outbound-fetch";
import { parseInput } from "../parse-input";
import { encryptSecret, maskSecret } from "../secrets";
import { providerKeySchema, type providerSchema } from "./schema";

type ProviderName = z.infer<typeof providerSchema>;

/** A key as owners see it: never in clear. */
export interface ProviderKeyView {
  id: string;
  provider: ProviderName;
  label: string;
  baseUrl: string | null;
  /** Masked. */
  apiKey: string;
  /** The last real call with it: when, how long it took, and what was wrong (null: nothing). Null before the first. */
  testedAt: Date | null;
  testedMs: number | null;
  testProblem: string | null;
  createdAt: Date;
}

/** Keeps a provider's API key, encrypted. Throws `invalid`, also for an address in a private network. */
export async function createProviderKey(
  db: TenantDatabase,
  input: z.input<typeof providerKeySchema>,
  actor: Actor,
): Promise<ProviderKeyView> {
  const { provider, apiKey, baseUrl, label } = parseInput(providerKeySchema, input);
  if (baseUrl) await requirePublicUrl(baseUrl, "baseUrl");
  const { organizationId } = db;
  return db.$transaction(async (transaction) => {
    const key = await transaction.providerKey.create({
      data: {
        organizationId,
        provider: storedProvider[provider],
        label,
        baseUrl: baseUrl ?? null,
        apiKey: encryptSecret(apiKey, { organizationId, field: "providerKey.apiKey" }),
        lastFour: lastFourOf(apiKey),
      },
    });
    await recordAudit(transaction, actor, { action: "provider_key.created", subject: label, after: traced(key) });
    return viewProviderKey(key);
  });
}

/** Oldest first. */
export async function listProviderKeys(db: TenantDatabase): Promise<ProviderKeyView[]> {
  return (await db.providerKey.findMany({ orderBy: { id: "asc" } })).map(viewProviderKey);
}

/** Erases a key. Throws `not_found`, and `in_use` while a model is reached with it. */
export async function deleteProviderKey(db: TenantDatabase, id: string, actor: Actor): Promise<void> {
  const models = await db.organizationModel.findMany({ where: { providerKeyId: id }, select: { label: true } });
  if (models.length > 0) throw keyInUse(models.map(({ label }) => label));
  try {
    await db.$transaction(async (transaction) => {
      const key = await transaction.providerKey.findUnique({ where: { id } });
      const { count } = await transaction.providerKey.deleteMany({ where: { id } });
      if (!key || count === 0) throw notFound("provider key");
      await recordAudit(transaction, actor, {
        action: "provider_key.deleted",
        subject: key.label,
        before: traced(key),
      });
    });
  } catch (error) {
    if (violatesConstraint(error, "OrganizationModel_organizationId_providerKeyId_fkey")) throw keyInUse([]);
    throw error;
  }
}

function keyInUse(labels: string[]): AppError {
  const by = labels.length > 0 ? labels.map((label) => `“${label}”`).join(", ") : "a model";
  return new AppError("in_use", `This key is used by ${by}. Delete that first.`);
}

export const storedProvider: Record<ProviderName, Provider> = {
  openai: "openai",
  anthropic: "anthropic",
  "openai-compatible": "openai_compatible",
};

const providerName: Record<Provider, ProviderName> = {
  openai: "openai",
  anthropic: "anthropic",
  openai_compatible: "openai-compatible",
};

/** Nothing of a short key is shown: four characters would be a good part of it. */
function lastFourOf(apiKey: string): string {
  return apiKey.length >= 12 ? apiKey.slice(-4) : "";
}

/** What the audit log keeps of a key. */
function traced(key: ProviderKey) {
  const { provider, baseUrl, apiKey } = viewProviderKey(key);
  return { provider, ...(baseUrl && { baseUrl }), apiKey };
}

/** Masked. */
export function viewProviderKey(key: ProviderKey): ProviderKeyView {
  const { id, provider, label, baseUrl, lastFour, testedAt, testedMs, testProblem, createdAt } = key;
  const apiKey = maskSecret(lastFour);
  return { id, provider: providerName[provider], label, baseUrl, apiKey, testedAt, testedMs, testProblem, createdAt };
}
