import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle, json } from "@/lib/http/handle";
import { readJson } from "@/lib/http/read-json";
import { createInvitation, listInvitations } from "@/lib/organizations/invitations";

export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "manage-members" });
  return { data: await listInvitations(db) };
});

export const POST = handle(async (request) => {
  const caller = await requireApiCaller(request, { permission: "manage-members" });
  return json(await createInvitation(caller.db, caller, await readJson(request)), 201);
});
