import type { z } from "zod";
import { type ActionResult, AppError } from "../errors";
import { logger } from "../logger";
import { parseInput } from "../parse-input";

/**
 * What every server action does with what it is given: `work` is called with input that the schema has checked, from a
 * form or a plain object. An `AppError` becomes a result with its sentence; everything else is logged whole and said
 * plainly. `enter` is asked first, before anything of the input is looked at: it throws for whoever may not.
 */
export async function answerAction<S extends z.ZodType, Who, T>(
  schema: S,
  input: FormData | z.input<S>,
  enter: () => Promise<Who>,
  work: (input: z.output<S>, who: Who) => Promise<T>,
): Promise<ActionResult<T>> {
  try {
    const who = await enter();
    const fields = input instanceof FormData ? Object.fromEntries(withoutFrameworkFields(input)) : input;
    return { ok: true, data: await work(parseInput(schema, fields), who) };
  } catch (error) {
    return { ok: false, error: { ...explain(error), ...(input instanceof FormData && { typed: typedInto(input) }) } };
  }
}

/** React adds fields of its own, which start with `$ACTION`. */
function* withoutFrameworkFields(form: FormData) {
  for (const entry of form) if (!entry[0].startsWith("$ACTION")) yield entry;
}

const mayBeSecret = /password|secret|token|key|sid$/i;
const longestKept = 20_000;

/** Never a secret: those do not come back out, not even to whoever typed them. */
function typedInto(form: FormData): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of withoutFrameworkFields(form)) {
    if (typeof value === "string" && value.length <= longestKept && !mayBeSecret.test(name)) kept[name] = value;
  }
  return kept;
}

function explain(error: unknown): Extract<ActionResult<never>, { ok: false }>["error"] {
  if (error instanceof AppError) return { code: error.code, message: error.message, fields: error.details.fields };
  // redirect() and notFound() are thrown as well, and are Next's to catch.
  if (error instanceof Error && "digest" in error) throw error;
  logger.error({ err: error }, "an action failed");
  return { code: "internal", message: "Something went wrong on our side. Try again in a moment." };
}
