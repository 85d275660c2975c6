import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { listMembers } from "@/lib/organizations/members";

export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "manage-members" });
  return { data: await listMembers(db) };
});
