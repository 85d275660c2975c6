import type { AppMode } from "@/generated/prisma/enums";
import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { AppError } from "../errors";

/** What the WhatsApp app does with a turn, and what customers get where the assistant does not answer. */
export type ModeState = Awaited<ReturnType<typeof readMode>>;

/** From which mode to which, and the text of the new one. */
interface Change {
  to: AppMode;
  text?: { column: "pausedText" | "fixedText"; value: string };
}

/** How the audit log calls it: lib/conversations reads these for the timeline. */
const begun = { paused: "assistant.paused", fixed: "assistant.kill_switch_on" } as const;
const ended = { paused: "assistant.resumed", fixed: "assistant.kill_switch_off" } as const;
const reworded = { paused: "assistant.pause_text_changed", fixed: "assistant.fixed_text_changed" } as const;

/**
 * Changes the mode, in every instance from the next look at a turn on: `decide` is told the mode now and says which one is
 * to be, or null when nothing is to change. Throws `not_found` before there is an app.
 */
export async function changeMode(
  db: TenantDatabase,
  actor: Actor,
  decide: (now: ModeState) => Change | null,
): Promise<ModeState> {
  return db.$transaction(async (tx) => {
    await holdApp(tx);
    const before = await readMode(tx);
    const change = decide(before);
    if (!change) return before;
    const { to, text } = change;
    const textBefore = text && (before[text.column] ?? "");
    const isNew = to !== before.mode;
    const since = to === "open" ? null : new Date();
    await tx.whatsAppApp.update({
      where: { id: before.id },
      data: {
        mode: to,
        ...(text && { [text.column]: text.value || null }),
        ...(isNew && { pausedAt: since, pausedById: since && actor.id }),
      },
    });
    if (isNew || textBefore !== text?.value)
      await recordAudit(tx, actor, {
        action: actionOf(before.mode, to),
        subject: "Assistant",
        before: { mode: before.mode, ...(text && { text: textBefore }) },
        after: { mode: to, ...(text && { text: text.value }) },
      });
    return readMode(tx);
  });
}

/** Throws `not_found` before there is an app. */
export async function readMode(db: TenantTransaction) {
  const app = await db.whatsAppApp.findFirst({
    select: {
      id: true,
      mode: true,
      pausedAt: true,
      pausedById: true,
      pausedText: true,
      fixedText: true,
      publishedVersion: { select: { fallbackText: true } },
    },
  });
  if (!app) throw new AppError("not_found", "No WhatsApp number is connected yet. Connect one first.");
  return app;
}

/** Two who switch at once come one after the other. */
async function holdApp(tx: TenantTransaction): Promise<void> {
  await tx.whatsAppApp.updateMany({ data: { updatedAt: new Date() } });
}

function actionOf(from: AppMode, to: AppMode): string {
  if (to === "open") return ended[from === "fixed" ? "fixed" : "paused"];
  return from === to ? reworded[to] : begun[to];
}
