import { z } from "zod";
import { AppError } from "./errors";

/**
 * Checks what came from outside. Throws `invalid` with one sentence a field, by its path (`a.b`): a field that the
 * schema does not know is refused by its name. What was given is never repeated: it may be a secret.
 */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value, { error: plainSentence });
  if (result.success) return result.data;
  const fields = fieldSentences(result.error.issues);
  const [sentence] = Object.values(fields);
  const message = Object.keys(fields).length > 0 ? "Some fields need a change." : result.error.issues[0]?.message;
  throw new AppError("invalid", message ?? sentence ?? "This could not be read.", { fields });
}

/** For a form's field that may be left empty: the browser sends an empty text for it. */
export function optionalField<S extends z.ZodType>(schema: S) {
  return z.preprocess((value) => (value === "" ? undefined : value), schema.optional());
}

function fieldSentences(issues: z.core.$ZodIssue[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of issues.flatMap(withinUnion)) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) fields[[...issue.path, key].join(".")] ??= "There is no such field.";
    } else if (issue.path.length > 0) {
      fields[issue.path.join(".")] ??= issue.message;
    }
  }
  return fields;
}

/** Where one of several forms was meant, what is wrong is said inside of it: `content.0.type`, and not `content`. */
function withinUnion(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const meant = issue.errors.find((issues) => issues.length > 0 && issues.every(({ path }) => path.length > 0));
  if (!meant) return [issue];
  return meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })).flatMap(withinUnion);
}

/** For the rules that have no sentence of their own. */
const plainSentence: z.core.$ZodErrorMap = (issue) => {
  if (issue.input === undefined) return "This field is required.";
  switch (issue.code) {
    case "invalid_type":
      return issue.path?.length ? `This must be ${withArticle(issue.expected)}.` : "Send a JSON object.";
    case "too_small":
      return `This must be at least ${issue.minimum}${unit(issue.origin)}.`;
    case "too_big":
      return `This must be at most ${issue.maximum}${unit(issue.origin)}.`;
    case "invalid_value":
      return `This must be one of: ${issue.values.join(", ")}.`;
    default:
      return undefined;
  }
};

const unitByOrigin: Record<string, string> = { string: " characters", array: " entries" };

function unit(origin: string): string {
  return unitByOrigin[origin] ?? "";
}

function withArticle(expected: string): string {
  if (expected === "int") return "a whole number";
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}
