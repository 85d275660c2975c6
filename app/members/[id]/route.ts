import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { pathId } from "@/lib/http/path-id";
import { readJson } from "@/lib/http/read-json";
import { changeRole, removeMember } from "@/lib/organizations/members";

interface Context {
  params: Promise<{ id: string }>;
}

export const PATCH = handle(async (request, context: Context) => {
  const caller = await requireApiCaller(request, { permission: "manage-members" });
  return changeRole(caller.db, caller, await pathId(context, "member"), await readJson(request));
});

export const DELETE = handle(async (request, context: Context) => {
  const caller = await requireApiCaller(request, { permission: "manage-members" });
  await removeMember(caller.db, caller, await pathId(context, "member"));
});
