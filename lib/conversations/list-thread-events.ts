import { memberNames } from "../auth/member-names";
import type { TenantDatabase } from "../db/for-organization";
import { listNotes, type NoteView } from "./notes";

/** What happened to a conversation besides its messages. */
export type ThreadEvent =
  | { kind: "note"; at: Date; note: NoteView }
  | { kind: "version"; at: Date; id: string; version: number; by: string; restoredFrom: number | null }
  | { kind: "paused" | "resumed" | "fixed" | "lifted"; at: Date; id: string; by: string };

const most = 100;
/** As lib/assistant writes them into the audit log. */
const pauseActions = {
  "assistant.paused": "paused",
  "assistant.resumed": "resumed",
  "assistant.kill_switch_on": "fixed",
  "assistant.kill_switch_off": "lifted",
} as const;

/** Notes, published versions, pauses and the kill switch between two moments, oldest first; of the last two at most the newest 100. */
export async function listThreadEvents(
  db: TenantDatabase,
  conversationId: string,
  { from, to }: { from: Date; to: Date | null },
): Promise<ThreadEvent[]> {
  const createdAt = { gte: from, ...(to && { lt: to }) };
  const [notes, versions, pauses] = await Promise.all([
    listNotes(db, conversationId),
    db.appVersion.findMany({
      where: { createdAt },
      orderBy: { createdAt: "desc" },
      take: most,
      select: { id: true, number: true, createdAt: true, restoredFrom: true, createdById: true },
    }),
    db.auditEntry.findMany({
      where: { createdAt, action: { in: Object.keys(pauseActions) } },
      orderBy: { createdAt: "desc" },
      take: most,
      select: { id: true, action: true, createdAt: true, actorName: true },
    }),
  ]);
  const nameOf = await memberNames(
    db,
    versions.map((version) => version.createdById),
  );
  const events: ThreadEvent[] = [
    ...notes
      .filter((note) => note.createdAt >= from && (!to || note.createdAt < to))
      .map((note) => ({ kind: "note" as const, at: note.createdAt, note })),
    ...versions.map((version) => ({
      kind: "version" as const,
      at: version.createdAt,
      id: version.id,
      version: version.number,
      by: nameOf(version.createdById),
      restoredFrom: version.restoredFrom,
    })),
    ...pauses.map((entry) => ({
      kind: pauseActions[entry.action as keyof typeof pauseActions],
      at: entry.createdAt,
      id: entry.id,
      by: entry.actorName,
    })),
  ];
  return events.sort((one, two) => one.at.getTime() - two.at.getTime());
}
