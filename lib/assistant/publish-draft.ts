import type { z } from "zod";
import type { Actor } from "../audit/schema";
import { publishVersion } from "../channels/publish-version";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { AppError, notFound } from "../errors";
import { findMissingModels } from "../gateway/models";
import { parseInput } from "../parse-input";
import { fillEnabledTools } from "../plugins/fill-enabled-tools";
import { checkPublishable } from "./check-publishable";
import { changedFields, requireDraft } from "./open-draft";
import { type Answering, publishSchema, rollBackSchema } from "./schema";
import { answeringOf } from "./version-content";

/** What was published: the version's id and number. */
export interface Published {
  id: string;
  number: number;
}

/**
 * Makes the draft the next version, which answers from the next message on, in every instance. Throws `invalid` with a
 * sentence a field for what must not go out, and when nothing was changed; `conflict` when the draft is not the one that
 * was looked at (`revision`).
 */
export async function publishDraft(
  db: TenantDatabase,
  input: z.input<typeof publishSchema>,
  actor: Actor,
): Promise<Published> {
  const { note, revision } = parseInput(publishSchema, input);
  return db.$transaction(async (tx) => {
    await holdApp(tx);
    const open = await requireDraft(tx);
    if (revision !== undefined && revision !== open.draft.revision)
      throw new AppError("conflict", "The draft was changed since you looked at it. Look at it again, then publish.");
    // A plugin that was deleted since is no reason not to publish the rest.
    const tools = await fillEnabledTools(tx, open.content, { known: open.content.enabledPluginIds });
    const content = { ...open.content, ...tools };
    if (changedFields(answeringOf(open.published), content).length === 0)
      throw new AppError("invalid", `Nothing is changed since version ${open.published.number}.`);
    await checkPublishable(tx, content);
    const { publishedVersion } = await publishVersion(tx, open.app, content, { actor, note });
    return { id: publishedVersion.id, number: publishedVersion.number };
  });
}

/**
 * Brings back a version: what it decides becomes the next version and answers from the next message on. Throws
 * `not_found`, `conflict` when it is the one that answers, and `invalid` when its model was deleted.
 */
export async function rollBack(
  db: TenantDatabase,
  versionId: string,
  input: z.input<typeof rollBackSchema>,
  actor: Actor,
): Promise<Published> {
  const { note } = parseInput(rollBackSchema, input);
  return db.$transaction(async (tx) => {
    const app = await holdApp(tx);
    const version = await tx.appVersion.findFirst({ where: { id: versionId, whatsAppAppId: app.id } });
    if (!version) throw notFound("version");
    if (version.id === app.publishedVersionId)
      throw new AppError("conflict", `Version ${version.number} is the one that answers already.`);
    const content = answeringOf(version);
    await requireItsModels(tx, version.number, content);
    const { publishedVersion } = await publishVersion(tx, app, content, { actor, note, restoredFrom: version.number });
    return { id: publishedVersion.id, number: publishedVersion.number };
  });
}

async function requireItsModels(tx: TenantTransaction, number: number, content: Answering): Promise<void> {
  const { organizationModelId, fallbackModelIds } = content;
  const [id] = await findMissingModels(tx, [organizationModelId, ...fallbackModelIds]);
  if (id === undefined) return;
  const model = await tx.organizationModel.findUnique({ where: { id }, select: { label: true } });
  const isFirst = id === organizationModelId;
  const deed = isFirst ? "answers with" : "has as a stand-in";
  const sentence = `Version ${number} ${deed} ${model?.label ?? "a model"}, which was deleted. Add the model again, or change the draft.`;
  throw new AppError("invalid", sentence, {
    fields: { [isFirst ? "organizationModelId" : "fallbackModelIds"]: sentence },
  });
}

/** First of all, because it holds the row: two who publish at once come one after the other. */
async function holdApp(tx: TenantTransaction) {
  const app = await tx.whatsAppApp.findFirst({ select: { id: true } });
  if (!app) throw new AppError("not_found", "There is no assistant yet. Connect a WhatsApp number first.");
  return tx.whatsAppApp.update({ where: { id: app.id }, data: { updatedAt: new Date() } });
}
