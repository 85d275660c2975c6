import type { z } from "zod";
import type { Actor } from "../audit/schema";
import { endOpenTurns } from "../conversations/end-open-turns";
import type { TenantDatabase } from "../db/for-organization";
import { AppError } from "../errors";
import { recheck } from "../health/run-checks";
import { parseInput } from "../parse-input";
import { changeMode, type ModeState, readMode } from "./app-mode";
import { killSwitchSchema } from "./schema";

/** Whether every customer is answered with one fixed text; since when, by whose hand, and with which. */
export interface KillSwitchState {
  on: boolean;
  since: Date | null;
  byId: string | null;
  /** What customers get, or would get if it were thrown now without a text. Empty: there is none yet. */
  text: string;
}

/** Whoever threw it wants to hear that it is on. */
const mostMsForOpenTurns = 3_000;

/**
 * Answers every turn with a fixed text from now on, in every instance, and asks no model: a reply that is being written
 * is dropped, one that is written and not yet on its way is taken back, and these customers get the text at once. Their conversations are flagged for a person. Again while it is on: changes the text. Other clients of the
 * gateway are not concerned. Throws `not_found` before there is an app, `invalid` where there is no text to send.
 */
export async function throwKillSwitch(
  db: TenantDatabase,
  input: z.input<typeof killSwitchSchema>,
  actor: Actor,
): Promise<KillSwitchState> {
  const given = parseInput(killSwitchSchema, input).text;
  const state = await changeMode(db, actor, (now) => {
    const value = given || textOf(now);
    if (!value) throw noText();
    return { to: "fixed", text: { column: "fixedText", value } };
  });
  await endOpenTurns(db, mostMsForOpenTurns);
  await recheck(db, "assistant");
  return stateOf(state);
}

/** Lets the assistant answer again, from the next message on. Does nothing while it is paused, which is another matter. */
export async function liftKillSwitch(db: TenantDatabase, actor: Actor): Promise<KillSwitchState> {
  const state = await changeMode(db, actor, ({ mode }) => (mode === "fixed" ? { to: "open" } : null));
  await recheck(db, "assistant");
  return stateOf(state);
}

/** Throws `not_found` before there is an app. */
export async function getKillSwitch(db: TenantDatabase): Promise<KillSwitchState> {
  return stateOf(await readMode(db));
}

function noText(): AppError {
  const sentence = "Give the text that customers are to get: no version is published whose text could be taken.";
  return new AppError("invalid", sentence, { fields: { text: sentence } });
}

function textOf({ fixedText, publishedVersion }: ModeState): string {
  return fixedText?.trim() || publishedVersion?.fallbackText.trim() || "";
}

function stateOf(state: ModeState): KillSwitchState {
  const on = state.mode === "fixed";
  return { on, since: on ? state.pausedAt : null, byId: on ? state.pausedById : null, text: textOf(state) };
}
