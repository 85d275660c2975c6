import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { createProviderKey, listProviderKeys } from "@/lib/gateway/provider-keys";
import { handle, json } from "@/lib/http/handle";
import { readJson } from "@/lib/http/read-json";

export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "configure" });
  return { data: await listProviderKeys(db) };
});

export const POST = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  return json(await createProviderKey(db, await readJson(request), actor), 201);
});
