import { publishDraft } from "@/lib/assistant/publish-draft";
import { versionsRequest } from "@/lib/assistant/schema";
import { getVersion, listVersions } from "@/lib/assistant/versions";
import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle, json } from "@/lib/http/handle";
import { readJson } from "@/lib/http/read-json";
import { parseInput } from "@/lib/parse-input";

/** GET /assistant/versions?cursor=&limit= answers { data, nextCursor }, the newest first. */
export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "read-assistant" });
  const { cursor, limit } = parseInput(versionsRequest, Object.fromEntries(new URL(request.url).searchParams));
  return listVersions(db, { before: cursor, limit });
});

/** Publishes the draft. */
export const POST = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  const { id } = await publishDraft(db, await readJson(request), actor);
  return json(await getVersion(db, { id }), 201);
});
