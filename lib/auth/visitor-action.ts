import type { z } from "zod";
import { type ActionResult, AppError } from "../errors";
import { answerAction } from "./answer-action";
import { currentSession } from "./session-user";
import type { User } from "./users";
import { currentVisitor } from "./visitor";

export interface Visit {
  /** The caller's network address, from `clientAddress`, and browser. */
  visitor: { address: string; userAgent?: string | undefined };
}

export interface AccountVisit extends Visit {
  user: User;
  /** The session that asks. */
  sid: string;
}

/** Makes a server action that anybody reaches: its handler must say itself who may. Otherwise as `memberAction`. */
export function visitorAction<S extends z.ZodType, T>(
  schema: S,
  handler: (input: z.output<S>, visit: Visit) => Promise<T>,
) {
  return (_previous: ActionResult<T> | null, input: FormData | z.input<S>): Promise<ActionResult<T>> =>
    answerAction(schema, input, async () => ({ visitor: await currentVisitor() }), handler);
}

/** Makes a server action for whoever is signed in, about their own account. Otherwise as `memberAction`. */
export function accountAction<S extends z.ZodType, T>(
  schema: S,
  handler: (input: z.output<S>, visit: AccountVisit) => Promise<T>,
) {
  return (_previous: ActionResult<T> | null, input: FormData | z.input<S>): Promise<ActionResult<T>> =>
    answerAction(schema, input, requireSession, handler);
}

async function requireSession(): Promise<AccountVisit> {
  const session = await currentSession();
  if (!session) throw new AppError("unauthenticated", "Your session has ended. Sign in again.");
  return { ...session, visitor: await currentVisitor() };
}
