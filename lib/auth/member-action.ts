import type { z } from "zod";
import { type ActionResult, AppError, notFound } from "../errors";
import { answerAction } from "./answer-action";
import { type Requirement, requireAllowed } from "./permissions";
import { findMember, type Member } from "./require-member";
import { sessionUser } from "./session-user";

export type { ActionResult } from "../errors";

/**
 * Makes a server action that only members with the permission reach, with input that the schema has checked. Bind the
 * slug: `useActionState(action.bind(null, slug), null)`; a form's FormData and a plain object are both taken.
 * The handler's `AppError` becomes a result with its sentence; everything else is logged whole and said plainly.
 */
export function memberAction<S extends z.ZodType, T>(
  schema: S,
  requirement: Requirement,
  handler: (input: z.output<S>, member: Member) => Promise<T>,
) {
  return (slug: string, _previous: ActionResult<T> | null, input: FormData | z.input<S>): Promise<ActionResult<T>> =>
    answerAction(schema, input, () => requireActor(slug, requirement), handler);
}

async function requireActor(slug: string, requirement: Requirement): Promise<Member> {
  if (!(await sessionUser())) throw new AppError("unauthenticated", "Your session has ended. Sign in again.");
  const member = await findMember(slug);
  if (!member) throw notFound("organisation");
  requireAllowed(member.role, requirement);
  return member;
}
