import type { AppMode, ConversationMode } from "@/generated/prisma/enums";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { findFirstParty } from "./first-party-id";
import { isHeldBack } from "./plugin-view";

/** What an approval of a call depends on. */
export interface Approvable {
  pluginId: string;
  toolName: string;
  /** Of what the owner had ticked when it was asked for. */
  definitionHash: string | null;
  conversation: { mode: ConversationMode; app: { mode: AppMode } };
}

/** Why nobody would carry out these calls if they were approved now: for each in turn a sentence, or null. */
export async function approvalHindrances(
  db: TenantDatabase | TenantTransaction,
  calls: Approvable[],
): Promise<(string | null)[]> {
  if (calls.length === 0) return [];
  const rows = await db.pluginTool.findMany({
    where: { pluginId: { in: [...new Set(calls.map(({ pluginId }) => pluginId))] } },
    select: { pluginId: true, name: true, permission: true, pinnedHash: true, listedHash: true },
  });
  return calls.map(({ pluginId, toolName, definitionHash, conversation }) => {
    if (conversation.app.mode !== "open" || conversation.mode !== "bot")
      return "The assistant is stopped here and would not carry it out. Open the desk first.";
    const row = rows.find((each) => each.pluginId === pluginId && each.name === toolName);
    const own = findFirstParty(pluginId) !== undefined;
    if (row ? row.permission === "deny" : !own)
      return "The assistant may not use this tool any more, and would not carry it out. Tick the tool first.";
    if (row && !own && isHeldBack(row))
      return "The tool is held back since its server changed it, and would not be called. Look at the tool first.";
    if (row && !own && definitionHash !== null && row.pinnedHash !== definitionHash)
      return "The tool was changed after this was asked for, and means something else now. Refuse it; the assistant can ask again.";
    return null;
  });
}
