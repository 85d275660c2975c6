import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { pathPluginId, pathToolName } from "@/lib/http/path-plugin-id";
import { readJson } from "@/lib/http/read-json";
import { testTool } from "@/lib/plugins/test-tool";

/** Runs a tool, and answers with its call: a failure of the tool is no failure of this request. */
export const POST = handle(async (request, context: { params: Promise<{ id: string; name: string }> }) => {
  const { db } = await requireApiCaller(request, { permission: "configure" });
  return testTool(db, await pathPluginId(context), await pathToolName(context), await readJson(request));
});
