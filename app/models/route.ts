import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { createModel, listModels } from "@/lib/gateway/models";
import { handle, json } from "@/lib/http/handle";
import { readJson } from "@/lib/http/read-json";

export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "configure" });
  return { data: await listModels(db) };
});

export const POST = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  return json(await createModel(db, await readJson(request), actor), 201);
});
