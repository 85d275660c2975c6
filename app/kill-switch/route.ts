import { getKillSwitch, liftKillSwitch, throwKillSwitch } from "@/lib/assistant/kill-switch";
import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { readJson } from "@/lib/http/read-json";

export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "read-assistant" });
  return getKillSwitch(db);
});

/** Answers everybody with a fixed text. Takes no body as well: who needs it is in a hurry. */
export const POST = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "pause-assistant" });
  return throwKillSwitch(db, request.headers.has("content-type") ? await readJson(request) : {}, actor);
});

/** Lets the assistant answer again. */
export const DELETE = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "pause-assistant" });
  return liftKillSwitch(db, actor);
});
