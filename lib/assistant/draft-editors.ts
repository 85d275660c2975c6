import type { TenantDatabase } from "../db/for-organization";
import { requireDraft } from "./open-draft";
import type { AnsweringField } from "./schema";

/** Somebody else who has the draft open, and the field in which they are. */
export interface DraftEditorView {
  userId: string;
  name: string;
  field: AnsweringField | null;
}

/** Editors say every few seconds that they are there; who has been silent for so long is gone. */
const goneAfterMs = 15_000;

/** Notes that a member has the draft open, and tells who else has. */
export async function meetEditors(
  db: TenantDatabase,
  user: { id: string; name: string },
  field: AnsweringField | null,
): Promise<DraftEditorView[]> {
  const { draft } = await requireDraft(db);
  const seen = { name: user.name, field, seenAt: new Date() };
  await db.draftEditor.upsert({
    where: { draftId_userId: { draftId: draft.id, userId: user.id } },
    create: { organizationId: db.organizationId, draftId: draft.id, userId: user.id, ...seen },
    update: seen,
  });
  const editors = await db.draftEditor.findMany({
    where: { draftId: draft.id, userId: { not: user.id }, seenAt: { gt: new Date(Date.now() - goneAfterMs) } },
    orderBy: { name: "asc" },
    select: { userId: true, name: true, field: true },
  });
  return editors as DraftEditorView[];
}
