import { getPauseState, pauseAssistant, resumeAssistant } from "@/lib/assistant/pause-assistant";
import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { readJson } from "@/lib/http/read-json";

export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "read-assistant" });
  return getPauseState(db);
});

/** Stops the assistant. */
export const PUT = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "pause-assistant" });
  return pauseAssistant(db, await readJson(request), actor);
});

/** Lets it answer again. */
export const DELETE = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "pause-assistant" });
  return resumeAssistant(db, actor);
});
