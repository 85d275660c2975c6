import { viewerTimeZone } from "@/app/viewer-clock";
import { requireMember } from "@/lib/auth/require-member";
import { exportConversations } from "@/lib/conversations/export-conversations";
import { exportRequest } from "@/lib/conversations/schema";
import { AppError } from "@/lib/errors";
import { parseInput } from "@/lib/parse-input";
import { readView } from "../conversation-path";
import { readFilter } from "../read-filter";

/** What the list shows, or the conversations that `ids` names, as a file for those who may take it. */
export async function GET(request: Request, { params }: RouteContext<"/[org]/conversations/export">) {
  const { db, actor, user, joinedAt } = await requireMember((await params).org, { permission: "export-conversations" });
  const { searchParams } = new URL(request.url);
  const chosen = searchParams.getAll("ids");
  const search = { ...Object.fromEntries(searchParams), ...(chosen.length > 0 && { ids: chosen.join(",") }) };
  try {
    const { format, ids } = parseInput(exportRequest.pick({ format: true, ids: true }).strip(), search);
    const filter = { ...readFilter(readView(search).filter, await viewerTimeZone()), ids };
    return await exportConversations(db, actor, { format, filter, reader: { userId: user.id, since: joinedAt } });
  } catch (error) {
    if (error instanceof AppError) return new Response(error.message, { status: error.status });
    throw error;
  }
}
