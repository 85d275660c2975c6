import type { z } from "zod";
import type { OrganizationModel } from "@/generated/prisma/client";
import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { violatesConstraint } from "../db/violates-constraint";
import { AppError, notFound } from "../errors";
import { parseInput } from "../parse-input";
import { modelSchema } from "./schema";

/** A model that the organisation may answer with. Prices are US dollars for a million tokens; null when not given. */
export interface ModelView {
  organizationModelId: string;
  providerKeyId: string;
  model: string;
  label: string;
  inputPricePerMTok: number | null;
  outputPricePerMTok: number | null;
  createdAt: Date;
}

/** Throws `invalid` for a bad field and `not_found` when the provider key is not this organisation's. */
export async function createModel(
  db: TenantDatabase,
  input: z.input<typeof modelSchema>,
  actor: Actor,
): Promise<ModelView> {
  const { providerKeyId, model, label, inputPricePerMTok, outputPricePerMTok } = parseInput(modelSchema, input);
  try {
    return await db.$transaction(async (transaction) => {
      const created = await transaction.organizationModel.create({
        data: {
          organizationId: db.organizationId,
          providerKeyId,
          model,
          label: label ?? model,
          inputPricePerMTok: toMicros(inputPricePerMTok),
          outputPricePerMTok: toMicros(outputPricePerMTok),
        },
      });
      await recordAudit(transaction, actor, {
        action: "model.created",
        subject: created.label,
        after: traced(created),
      });
      return view({ ...created, providerKeyId });
    });
  } catch (error) {
    if (violatesConstraint(error, "OrganizationModel_organizationId_providerKeyId_fkey"))
      throw notFound("provider key", "providerKeyId");
    throw error;
  }
}

/** Oldest first; without those that were deleted. */
export async function listModels(db: TenantDatabase): Promise<ModelView[]> {
  const models = await db.organizationModel.findMany({
    where: { providerKeyId: { not: null } },
    orderBy: { id: "asc" },
  });
  return models.filter(isUsable).map(view);
}

/** Which of these are not models that the organisation may answer with: never there, or deleted. */
export async function findMissingModels(db: TenantTransaction, ids: string[]): Promise<string[]> {
  const found = await db.organizationModel.findMany({
    where: { id: { in: ids }, providerKeyId: { not: null } },
    select: { id: true },
  });
  return ids.filter((id) => !found.some((model) => model.id === id));
}

/**
 * Throws `not_found`, and `in_use` while the published version answers with it or names it as a stand-in. A model that
 * only older versions name loses its key and is no longer listed; its row stays, because those versions say what answered.
 */
export async function deleteModel(db: TenantDatabase, id: string, actor: Actor): Promise<void> {
  await db.$transaction(async (transaction) => {
    await holdModel(transaction, id);
    const model = await transaction.organizationModel.findUniqueOrThrow({ where: { id } });
    const versions = await transaction.appVersion.findMany({
      where: { OR: [{ organizationModelId: id }, { fallbackModelIds: { has: id } }] },
      select: { number: true, organizationModelId: true, publishedBy: { select: { id: true } } },
    });
    const published = versions.find((version) => version.publishedBy);
    if (published) throw modelInUse(published.number, published.organizationModelId !== id);
    if (versions.length > 0)
      await transaction.organizationModel.update({ where: { id }, data: { providerKeyId: null } });
    else await transaction.organizationModel.delete({ where: { id } });
    await recordAudit(transaction, actor, { action: "model.deleted", subject: model.label, before: traced(model) });
  });
}

/**
 * Until the transaction ends, nobody else deletes this model or starts to use it. Throws `not_found`, also when it was
 * deleted; `field` is the one that named it.
 */
export async function holdModel(transaction: TenantTransaction, id: string, field?: string): Promise<void> {
  // An update that changes nothing: Prisma knows no SELECT … FOR UPDATE.
  const { count } = await transaction.organizationModel.updateMany({
    where: { id, providerKeyId: { not: null } },
    data: { inputPricePerMTok: { increment: 0 } },
  });
  if (count === 0) throw notFound("model", field);
}

function modelInUse(version: number, standsIn: boolean): AppError {
  const sentence = standsIn
    ? `This model stands in for the one that answers (version ${version}). Publish a version without it first.`
    : `The WhatsApp app answers with this model (version ${version}). Give it another model first.`;
  return new AppError("in_use", sentence);
}

const microsPerDollar = 1_000_000;

function toMicros(dollars: number | undefined): number | null {
  return dollars === undefined ? null : Math.round(dollars * microsPerDollar);
}

function toDollars(micros: number | null): number | null {
  return micros === null ? null : micros / microsPerDollar;
}

type UsableModel = OrganizationModel & { providerKeyId: string };

function isUsable(model: OrganizationModel): model is UsableModel {
  return model.providerKeyId !== null;
}

/** What the audit log keeps of a model. */
function traced({ model, inputPricePerMTok, outputPricePerMTok, currency }: OrganizationModel) {
  return {
    model,
    inputPricePerMTok: toDollars(inputPricePerMTok),
    outputPricePerMTok: toDollars(outputPricePerMTok),
    currency,
  };
}

function view(model: UsableModel): ModelView {
  return {
    organizationModelId: model.id,
    providerKeyId: model.providerKeyId,
    model: model.model,
    label: model.label,
    inputPricePerMTok: toDollars(model.inputPricePerMTok),
    outputPricePerMTok: toDollars(model.outputPricePerMTok),
    createdAt: model.createdAt,
  };
}
