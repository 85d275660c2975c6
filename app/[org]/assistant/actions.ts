"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { viewerClock } from "@/app/viewer-clock";
import { type DraftEditorView, meetEditors } from "@/lib/assistant/draft-editors";
import { type DraftState, readDraftState } from "@/lib/assistant/draft-state";
import { liftKillSwitch as liftSwitch, throwKillSwitch as throwSwitch } from "@/lib/assistant/kill-switch";
import { pauseAssistant as pause, resumeAssistant as resume } from "@/lib/assistant/pause-assistant";
import { publishDraft as publish, rollBack as restore } from "@/lib/assistant/publish-draft";
import { type DraftConflict, discardDraft as discard, saveDraft as save } from "@/lib/assistant/save-draft";
import {
  type AnsweringField,
  fieldLabels,
  killSwitchSchema,
  pauseSchema,
  publishSchema,
  rollBackSchema,
  saveDraftSchema,
  tryDraftSchema,
} from "@/lib/assistant/schema";
import { tryDraft as answerTest } from "@/lib/assistant/try-draft";
import { memberAction } from "@/lib/auth/member-action";
import type { Member } from "@/lib/auth/require-member";

const configure = { permission: "configure" } as const;

/** The draft as the editor shows it, with the time of its last change on the viewer's clock. */
export type EditorState = DraftState & { savedAt: string };
export type EditorConflicts = Partial<Record<AnsweringField, Omit<DraftConflict, "at"> & { at: string }>>;

/** Saves what was typed; answers the draft as it now is, and what somebody else changed at the same time. */
export const saveDraft = memberAction(saveDraftSchema, configure, async (input, member) => {
  const { conflicts } = await save(member.db, input, member.actor);
  const clock = await viewerClock();
  const told = Object.entries(conflicts).map(([field, conflict]) => [
    field,
    { ...conflict, at: clock.time(conflict.at) },
  ]);
  return { state: await editorState(member), conflicts: Object.fromEntries(told) as EditorConflicts };
});

const syncSchema = z.strictObject({
  revision: z.int(),
  field: z.enum(Object.keys(fieldLabels) as [AnsweringField, ...AnsweringField[]]).nullable(),
});

/** Says that somebody has the draft open, and tells who else has; the draft itself when it is another than theirs. */
export const syncDraft = memberAction(
  syncSchema,
  configure,
  async ({ revision, field }, member): Promise<{ editors: DraftEditorView[]; state: EditorState | null }> => {
    const editors = await meetEditors(member.db, member.user, field);
    const draft = await member.db.assistantDraft.findFirst({ select: { revision: true } });
    return { editors, state: draft?.revision === revision ? null : await editorState(member) };
  },
);

/** The draft as it is saved, with its prompt filled at this moment. */
export const readDraft = memberAction(z.strictObject({}), configure, (_, member) => editorState(member));

/** Lets the saved draft answer a test message. */
export const tryDraft = memberAction(tryDraftSchema, configure, (input, { db, user }) =>
  answerTest(db, input, user.id),
);

export const discardDraft = memberAction(z.strictObject({}), configure, async (_, member) => {
  await discard(member.db, member.actor);
  return editorState(member);
});

/** Publishes, and leads to the history, where the new version is on top. */
export const publishDraft = memberAction(publishSchema, configure, async (input, { db, actor, organization }) => {
  const { number } = await publish(db, input, actor);
  showPublished(organization.slug, number);
});

/** Two clicks: this, and the confirmation before it. */
export const rollBack = memberAction(
  rollBackSchema.extend({ versionId: z.uuid() }),
  configure,
  async ({ versionId, ...input }, { db, actor, organization }) => {
    const { number } = await restore(db, versionId, input, actor);
    showPublished(organization.slug, number);
  },
);

/** Stops the assistant; `text` is what customers then get, once a pause. */
export const pauseAssistant = memberAction(
  pauseSchema,
  { permission: "pause-assistant" },
  async (input, { db, actor, organization }) => {
    await pause(db, input, actor);
    revalidatePath(`/${organization.slug}`, "layout");
  },
);

export const resumeAssistant = memberAction(
  z.strictObject({}),
  { permission: "pause-assistant" },
  async (_, { db, actor, organization }) => {
    await resume(db, actor);
    revalidatePath(`/${organization.slug}`, "layout");
  },
);

/** Answers everybody with a fixed text; `text` empty: the last one. */
export const throwKillSwitch = memberAction(
  killSwitchSchema,
  { permission: "pause-assistant" },
  async (input, { db, actor, organization }) => {
    await throwSwitch(db, input, actor);
    revalidatePath(`/${organization.slug}`, "layout");
  },
);

export const liftKillSwitch = memberAction(
  z.strictObject({}),
  { permission: "pause-assistant" },
  async (_, { db, actor, organization }) => {
    await liftSwitch(db, actor);
    revalidatePath(`/${organization.slug}`, "layout");
  },
);

function showPublished(slug: string, number: number): never {
  revalidatePath(`/${slug}`, "layout");
  redirect(`/${slug}/assistant/versions?published=${number}` as Route);
}

async function editorState({ db }: Member): Promise<EditorState> {
  const state = await readDraftState(db);
  return { ...state, savedAt: (await viewerClock()).time(state.updatedAt) };
}
