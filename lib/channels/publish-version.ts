import type { AppVersion, WhatsAppApp } from "@/generated/prisma/client";
import { followPublished } from "../assistant/follow-published";
import type { Answering } from "../assistant/schema";
import { answeringOf } from "../assistant/version-content";
import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import type { TenantTransaction } from "../db/for-organization";
import { holdModel } from "../gateway/models";

export type PublishedApp = WhatsAppApp & { publishedVersion: AppVersion };

export interface Publication {
  actor: Actor;
  /** Why, for the history. */
  note?: string;
  /** The number of the version that this one brings back. */
  restoredFrom?: number;
}

/**
 * Writes the next version, which nobody changes afterwards, and makes it the one that answers, from the next message on.
 * The caller's transaction holds the app's row, so that numbers follow each other. Throws `not_found` when the model,
 * or one that stands in for it, is not this organisation's.
 */
export async function publishVersion(
  transaction: TenantTransaction,
  app: Pick<WhatsAppApp, "id" | "organizationId" | "publishedVersionId">,
  answering: Answering,
  { actor, note = "", restoredFrom }: Publication,
): Promise<PublishedApp> {
  await holdModel(transaction, answering.organizationModelId, "defaultOrganizationModelId");
  // One that became the first model, by an update of the app, no longer stands in.
  const fallbackModelIds = answering.fallbackModelIds.filter((id) => id !== answering.organizationModelId);
  for (const id of fallbackModelIds) await holdModel(transaction, id, "fallbackModelIds");
  const { _max: newest } = await transaction.appVersion.aggregate({
    where: { whatsAppAppId: app.id },
    _max: { number: true },
  });
  const publishedVersion = await transaction.appVersion.create({
    data: {
      ...answering,
      fallbackModelIds,
      organizationId: app.organizationId,
      whatsAppAppId: app.id,
      number: (newest.number ?? 0) + 1,
      note,
      restoredFrom,
      createdById: actor.id,
    },
  });
  const published = await transaction.whatsAppApp.update({
    where: { id: app.id },
    data: { publishedVersionId: publishedVersion.id },
  });
  const before = await readVersion(transaction, app.publishedVersionId);
  if (before) await followPublished(transaction, answeringOf(before), answering, publishedVersion.number);
  await recordAudit(transaction, actor, {
    action: restoredFrom === undefined ? "assistant.published" : "assistant.rolled_back",
    subject: `version ${publishedVersion.number}`,
    before: { version: before?.number ?? null },
    after: { version: publishedVersion.number, ...(note && { note }), ...(restoredFrom && { restoredFrom }) },
  });
  return { ...published, publishedVersion };
}

async function readVersion(transaction: TenantTransaction, id: string | null): Promise<AppVersion | null> {
  return id === null ? null : transaction.appVersion.findUnique({ where: { id } });
}
