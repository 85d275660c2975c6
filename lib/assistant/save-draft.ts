import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import type { Actor } from "../audit/schema";
import type { TenantDatabase } from "../db/for-organization";
import { AppError, notFound } from "../errors";
import { findMissingModels } from "../gateway/models";
import { parseInput } from "../parse-input";
import { fillEnabledTools } from "../plugins/fill-enabled-tools";
import { mergeText } from "./merge-text";
import { type DraftView, openDraft, requireDraft, viewDraft } from "./open-draft";
import {
  type Answering,
  type AnsweringField,
  answeringFields,
  patchDraftSchema,
  saveDraftSchema,
  standInSentence,
} from "./schema";
import { answeringOf } from "./version-content";

/** A field that somebody else changed in the meantime: theirs stands, yours was not saved. */
export interface DraftConflict {
  theirs: Answering[AnsweringField];
  /** Null: yourself, in another window. */
  by: string | null;
  at: Date;
}

export interface SavedDraft extends DraftView {
  conflicts: Partial<Record<AnsweringField, DraftConflict>>;
}

/**
 * Saves the fields that are given. One that somebody else changed after `revision` is not overwritten but comes back
 * under `conflicts`, except that changes to different lines of the prompt are brought together when `promptBefore`, the
 * prompt as it was when the typing began, is given. Throws `invalid` for a field that no version may have, and `not_found`
 * for a model or a plugin that is not this organisation's or was deleted.
 */
export async function saveDraft(
  db: TenantDatabase,
  input: z.input<typeof saveDraftSchema>,
  actor: Actor,
): Promise<SavedDraft> {
  const parsed = parseInput(saveDraftSchema, input);
  await requireModels(db, parsed.changes, "changes.");
  return applyChanges(db, parsed, actor, "changes.");
}

async function applyChanges(
  db: TenantDatabase,
  { revision, revisions, changes, promptBefore }: z.output<typeof saveDraftSchema>,
  actor: Actor,
  prefix: string,
): Promise<SavedDraft> {
  const { draft: opened } = await requireDraft(db);
  return db.$transaction(async (tx) => {
    // Holds the row: two who save at once come one after the other.
    await tx.assistantDraft.update({ where: { id: opened.id }, data: { updatedAt: new Date() } });
    const current = await requireDraft(tx);
    const { content, history } = current;
    const next = current.draft.revision + 1;
    const saved: Partial<Answering> = {};
    const conflicts: SavedDraft["conflicts"] = {};
    for (const field of Object.keys(changes) as AnsweringField[]) {
      const [mine, theirs, last] = [changes[field], content[field], history[field]];
      if (mine === undefined || isDeepStrictEqual(mine, theirs)) continue;
      const merged =
        !last || last.revision <= (revisions[field] ?? revision) ? mine : merge(field, promptBefore, theirs, mine);
      if (merged === null)
        conflicts[field] = {
          theirs,
          by: last?.userId === actor.id ? null : (last?.name ?? null),
          at: new Date(last?.at ?? 0),
        };
      else Object.assign(saved, { [field]: merged });
    }
    if (saved.fallbackModelIds?.includes(saved.organizationModelId ?? content.organizationModelId))
      throw new AppError("invalid", standInSentence, { fields: { [`${prefix}fallbackModelIds`]: standInSentence } });
    if (saved.enabledPluginIds || saved.enabledTools) {
      const known = { field: `${prefix}enabledPluginIds`, known: content.enabledPluginIds };
      Object.assign(saved, await fillEnabledTools(tx, { ...content, ...saved }, known));
    }
    const fields = Object.keys(saved);
    if (fields.length === 0) return { ...viewDraft(current), conflicts };
    const stamp = { revision: next, userId: actor.id, name: actor.name, at: new Date().toISOString() };
    await tx.assistantDraft.update({
      where: { id: opened.id },
      data: {
        content: { ...content, ...saved },
        changes: { ...history, ...Object.fromEntries(fields.map((field) => [field, stamp])) },
        revision: next,
        updatedById: actor.id,
      },
    });
    return { ...viewDraft(await requireDraft(tx)), conflicts };
  });
}

/** The same for a program: a field that somebody else changed after `revision` is a `conflict`, and what did not clash is saved. */
export async function patchDraft(
  db: TenantDatabase,
  input: z.input<typeof patchDraftSchema>,
  actor: Actor,
): Promise<DraftView> {
  const { revision = Number.MAX_SAFE_INTEGER, ...changes } = parseInput(patchDraftSchema, input);
  await requireModels(db, changes, "");
  const { conflicts, ...draft } = await applyChanges(db, { revision, revisions: {}, changes }, actor, "");
  const fields = Object.entries(conflicts).map(([field, { by }]) => [field, `${by ?? "You"} changed this meanwhile.`]);
  if (fields.length === 0) return draft;
  const sentence = "Somebody changed the same fields. Read the draft again, then send what is to be.";
  throw new AppError("conflict", sentence, { fields: Object.fromEntries(fields) });
}

/** Makes the draft what is published again. */
export async function discardDraft(db: TenantDatabase, actor: Actor): Promise<DraftView> {
  const { draft, published } = await requireDraft(db);
  await db.assistantDraft.update({
    where: { id: draft.id },
    data: {
      content: answeringOf(published),
      changes: {},
      basedOn: published.number,
      revision: { increment: 1 },
      updatedById: actor.id,
    },
  });
  return openDraft(db);
}

/** Whether they are still there when the draft is published is asked again then. */
async function requireModels(
  db: TenantDatabase,
  { organizationModelId, fallbackModelIds = [] }: Partial<Answering>,
  prefix: string,
): Promise<void> {
  const first = organizationModelId ? [organizationModelId] : [];
  const missing = await findMissingModels(db, [...first, ...fallbackModelIds]);
  if (missing.length === 0) return;
  const isFirst = organizationModelId !== undefined && missing.includes(organizationModelId);
  throw notFound("model", `${prefix}${isFirst ? "organizationModelId" : "fallbackModelIds"}`);
}

function merge(
  field: AnsweringField,
  before: string | undefined,
  theirs: unknown,
  mine: Answering[AnsweringField],
): Answering[AnsweringField] | null {
  if (field !== "systemPrompt" || before === undefined) return null;
  const merged = mergeText(before, String(theirs), String(mine));
  return merged !== null && answeringFields.systemPrompt.safeParse(merged).success ? merged : null;
}
