import type { z } from "zod";
import type { Actor } from "../audit/schema";
import type { TenantDatabase } from "../db/for-organization";
import { recheck } from "../health/run-checks";
import { parseInput } from "../parse-input";
import { changeMode, type ModeState, readMode } from "./app-mode";
import { pauseSchema } from "./schema";

/** Whether the assistant is paused; since when and by whose hand, and what customers then get. */
export interface PauseState {
  paused: boolean;
  pausedAt: Date | null;
  pausedById: string | null;
  /** Sent once a pause to each customer who writes; kept for the next pause. Empty: nothing is sent. */
  text: string;
}

/**
 * Stops the assistant at once, in every instance: messages are still recorded, a reply that is being written is not
 * sent, and conversations in which a customer writes are flagged for a person. Again while it is paused: changes the
 * text. Takes the place of the kill switch where that is on. Throws `not_found` before there is an app.
 */
export async function pauseAssistant(
  db: TenantDatabase,
  input: z.input<typeof pauseSchema>,
  actor: Actor,
): Promise<PauseState> {
  const { text } = parseInput(pauseSchema, input);
  const change = { to: "paused" as const, text: { column: "pausedText" as const, value: text } };
  const state = await changeMode(db, actor, () => change);
  await recheck(db, "assistant");
  return stateOf(state);
}

/**
 * Lets the assistant answer again, from the next message on: what came during the pause was flagged for a person. Ends
 * only a pause: the kill switch is lifted by itself.
 */
export async function resumeAssistant(db: TenantDatabase, actor: Actor): Promise<PauseState> {
  const state = await changeMode(db, actor, ({ mode }) => (mode === "paused" ? { to: "open" } : null));
  await recheck(db, "assistant");
  return stateOf(state);
}

/** Throws `not_found` before there is an app. */
export async function getPauseState(db: TenantDatabase): Promise<PauseState> {
  return stateOf(await readMode(db));
}

function stateOf({ mode, pausedAt, pausedById, pausedText }: ModeState): PauseState {
  const paused = mode === "paused";
  return {
    paused,
    pausedAt: paused ? pausedAt : null,
    pausedById: paused ? pausedById : null,
    text: pausedText ?? "",
  };
}
