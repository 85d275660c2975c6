import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { getConversation } from "@/lib/conversations/get-conversation";
import { addNote, listNotes } from "@/lib/conversations/notes";
import { noteInput } from "@/lib/conversations/schema";
import { handle, json } from "@/lib/http/handle";
import { readJson } from "@/lib/http/read-json";
import { parseInput } from "@/lib/parse-input";

type Context = RouteContext<"/conversations/[id]/notes">;

/** GET /conversations/{id}/notes answers { data }, oldest first. */
export const GET = handle(async (request, { params }: Context) => {
  const { db } = await requireApiCaller(request, { permission: "read-conversations" });
  const { id } = await getConversation(db, (await params).id);
  return { data: await listNotes(db, id) };
});

export const POST = handle(async (request, { params }: Context) => {
  const { db, actor } = await requireApiCaller(request, { permission: "work-conversations" });
  const { id } = await getConversation(db, (await params).id);
  const { text } = parseInput(noteInput, await readJson(request));
  return json(await addNote(db, actor, id, text), 201);
});
