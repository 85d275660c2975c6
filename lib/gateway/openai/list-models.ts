import type { Provider } from "@/generated/prisma/enums";
import type { TenantDatabase } from "../../db/for-organization";
import { findModel } from "../find-model";
import { GatewayError } from "./gateway-error";

/** A model as GET /v1/models has it. */
export interface OpenAiModel {
  id: string;
  object: "model";
  /** Unix time in seconds. */
  created: number;
  owned_by: string;
}

const owners: Record<Provider, string> = {
  openai: "openai",
  anthropic: "anthropic",
  openai_compatible: "openai-compatible",
};

/** Oldest first. Each by its name at the provider, or by our id where an older model has that name. */
export async function listOpenAiModels(db: TenantDatabase): Promise<OpenAiModel[]> {
  const rows = await db.organizationModel.findMany({
    where: { providerKeyId: { not: null } },
    orderBy: { id: "asc" },
    select: { id: true, model: true, createdAt: true, providerKey: { select: { provider: true } } },
  });
  const taken = new Set<string>();
  return rows.flatMap(({ id, model, createdAt, providerKey }) => {
    if (!providerKey) return [];
    const isTaken = taken.has(model);
    taken.add(model);
    const created = Math.floor(createdAt.getTime() / 1000);
    return [{ id: isTaken ? id : model, object: "model" as const, created, owned_by: owners[providerKey.provider] }];
  });
}

/** One of them, by whatever a request may call it. Throws GatewayError `model_not_found`. */
export async function getOpenAiModel(db: TenantDatabase, asked: string): Promise<OpenAiModel> {
  const model = await findModel(db, asked);
  const models = await listOpenAiModels(db);
  const found =
    models.find(({ id }) => id === model?.organizationModelId) ?? models.find(({ id }) => id === model?.name);
  if (!found) throw modelNotFound(asked);
  return found;
}

export function modelNotFound(asked: string): GatewayError {
  const sentence = `There is no model ${JSON.stringify(asked)}. GET /v1/models lists those of this organisation.`;
  return new GatewayError(404, "model_not_found", sentence, { param: "model" });
}
