import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle, json } from "@/lib/http/handle";
import { readJson } from "@/lib/http/read-json";
import { connectPlugin, listPlugins } from "@/lib/plugins/plugins";

export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "read-assistant" });
  return { data: await listPlugins(db) };
});

export const POST = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  return json(await connectPlugin(db, await readJson(request), actor), 201);
});
