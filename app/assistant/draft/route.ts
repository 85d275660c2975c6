import { openDraft } from "@/lib/assistant/open-draft";
import { discardDraft, patchDraft } from "@/lib/assistant/save-draft";
import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { readJson } from "@/lib/http/read-json";

export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "configure" });
  return openDraft(db);
});

export const PATCH = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  return patchDraft(db, await readJson(request), actor);
});

/** Makes the draft what is published again. */
export const DELETE = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  await discardDraft(db, actor);
});
