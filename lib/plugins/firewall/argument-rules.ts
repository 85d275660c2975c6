import { RE2JS } from "re2js";
import { AppError } from "../../errors";
import type { ArgumentRule } from "../schema";

/**
 * The sentence of the first rule that these arguments break; null when they keep to all. An argument that is not given
 * passes: the tool's schema says what is required. Of a list, every element is asked, on the way to the argument and at
 * its end.
 */
export function brokenRule(rules: ArgumentRule[], input: unknown): string | null {
  for (const rule of rules) {
    const values = valuesAt(input, rule.argument.split("."));
    if (!values.every((value) => keeps(rule, value))) return `The argument ${rule.argument} ${demand(rule)}.`;
  }
  return null;
}

/** Why a rule cannot be kept: its pattern is none of RE2. Null when it can. */
export function patternProblem(rule: ArgumentRule): string | null {
  if (rule.kind !== "pattern" || compile(rule.pattern)) return null;
  return "This is no regular expression of RE2, which has no look-around and no back-references.";
}

/** Throws `invalid` beside each rule whose pattern is none of RE2. */
export function requirePatterns(rules: ArgumentRule[]): void {
  const fields = rules.flatMap((rule, index) => {
    const problem = patternProblem(rule);
    return problem ? [[`rules.${index}.pattern`, problem]] : [];
  });
  if (fields.length > 0)
    throw new AppError("invalid", "Some fields need a change.", { fields: Object.fromEntries(fields) });
}

function keeps(rule: ArgumentRule, value: unknown): boolean {
  switch (rule.kind) {
    case "one_of":
      return rule.values.some((allowed) => allowed === value);
    case "max":
      return typeof value === "number" && value <= rule.max;
    case "pattern":
      return typeof value === "string" && compile(rule.pattern)?.testExact(value) === true;
  }
}

function demand(rule: ArgumentRule): string {
  switch (rule.kind) {
    case "one_of":
      return `may only be one of: ${rule.values.join(", ")}`;
    case "max":
      return `may be a number up to ${rule.max}`;
    case "pattern":
      return `has to match ${rule.pattern}`;
  }
}

function valuesAt(value: unknown, path: string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, path));
  const [name, ...rest] = path;
  if (name === undefined) return [value];
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return [];
  return valuesAt((value as Record<string, unknown>)[name], rest);
}

function compile(pattern: string): RE2JS | null {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return null;
  }
}
