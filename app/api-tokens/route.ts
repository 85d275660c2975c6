import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle, json } from "@/lib/http/handle";
import { readJson } from "@/lib/http/read-json";
import { createApiToken, listApiTokens } from "@/lib/organizations/api-tokens";

export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "manage-api-tokens" });
  return { data: await listApiTokens(db) };
});

export const POST = handle(async (request) => {
  const caller = await requireApiCaller(request, { permission: "manage-api-tokens" });
  return json(await createApiToken(caller.db, caller, await readJson(request)), 201);
});
