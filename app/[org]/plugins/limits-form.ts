import { z } from "zod";
import { patternProblem } from "@/lib/plugins/firewall/argument-rules";
import { type ArgumentRule, argumentRuleSchema, pluginIdSchema, toolSettingsSchema } from "@/lib/plugins/schema";

/** A row of the form: one argument, and what it may be. */
export interface LimitRow {
  argument: string;
  type: string | undefined;
  kind: ArgumentRule["kind"] | "any";
  value: string;
}

export const kindWords: Record<LimitRow["kind"], string> = {
  any: "may be anything",
  one_of: "is one of",
  max: "is at most",
  pattern: "matches",
};

/** The form of one tool's limits: rows of `rule.<n>.argument`, `.type`, `.kind` and `.value`, and the time in seconds. */
export const limitsFormSchema = z
  .looseObject({ pluginId: pluginIdSchema, name: z.string().max(128), seconds: z.string() })
  .transform(({ pluginId, name, seconds, ...typed }, context) => {
    const rules: ArgumentRule[] = [];
    for (let row = 0; `rule.${row}.argument` in typed; row++) {
      const read = readRow((part) => String(typed[`rule.${row}.${part}`] ?? ""));
      if (typeof read === "string") context.addIssue({ code: "custom", path: [`rule.${row}.value`], message: read });
      else if (read) rules.push(read);
    }
    const timeoutMs = Math.round(Number(seconds.trim().replace(",", ".")) * 1000);
    const time = toolSettingsSchema.shape.timeoutMs.safeParse(timeoutMs);
    if (!time.success) {
      context.addIssue({ code: "custom", path: ["seconds"], message: "Give seconds, from 1 to 60." });
    }
    return { pluginId, name, rules, timeoutMs };
  });

/** The rules as rows: those of the schema's arguments in its order, then what only rules still name. */
export function limitRows(rules: ArgumentRule[], known: { path: string; type: string | undefined }[]): LimitRow[] {
  const ruled = (path: string, type: string | undefined) =>
    rules.filter(({ argument }) => argument === path).map((rule) => ({ ...shown(rule, type), argument: path, type }));
  const free = (path: string, type: string | undefined): LimitRow => ({ argument: path, type, kind: "any", value: "" });
  const isKnown = (argument: string) => known.some(({ path }) => path === argument);
  return [
    ...known.flatMap(({ path, type }) => {
      const rows = ruled(path, type);
      return rows.length > 0 ? rows : [free(path, type)];
    }),
    ...rules.filter(({ argument }) => !isKnown(argument)).flatMap(({ argument }) => ruled(argument, undefined)),
  ];
}

/** Null for a row that limits nothing; a sentence where it cannot be read. */
function readRow(part: (name: string) => string): ArgumentRule | null | string {
  const [argument, type, kind, value] = [part("argument"), part("type"), part("kind"), part("value").trim()];
  if (kind === "any" || kind === "") return null;
  if (value === "") return "Say what it may be, or choose “may be anything”.";
  const rule = readRule(argument, kind, value, type);
  const read = argumentRuleSchema.safeParse(rule);
  if (!read.success) return read.error.issues[0]?.message ?? "This is no rule.";
  return patternProblem(read.data) ?? read.data;
}

function readRule(argument: string, kind: string, value: string, type: string): unknown {
  if (kind === "max") return { kind, argument, max: Number(value.replace(",", ".")) };
  if (kind === "pattern") return { kind, argument, pattern: value };
  return { kind, argument, values: listOf(value).map((each) => typed(each, type)) };
}

/** "a, b", or as JSON where a value has a comma itself. */
function listOf(text: string): unknown[] {
  if (text.startsWith("[")) {
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list)) return list;
    } catch {
      // Then it is a text that begins with a bracket.
    }
  }
  return text
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);
}

/** A value as the argument's type has it; as it is where it is not of that type, which the tool's schema then refuses. */
function typed(value: unknown, type: string): unknown {
  if (typeof value !== "string") return value;
  if ((type === "number" || type === "integer") && !Number.isNaN(Number(value))) return Number(value);
  if (type === "boolean" && (value === "true" || value === "false")) return value === "true";
  return value;
}

/** As JSON where words alone would not come back as they were: a comma in a text, a number that no schema tells of. */
function shown(rule: ArgumentRule, type: string | undefined): Pick<LimitRow, "kind" | "value"> {
  if (rule.kind === "max") return { kind: "max", value: String(rule.max) };
  if (rule.kind === "pattern") return { kind: "pattern", value: rule.pattern };
  const simple = rule.values.every((value) => !/[,[]/.test(String(value)) && (type || typeof value === "string"));
  return { kind: "one_of", value: simple ? rule.values.join(", ") : JSON.stringify(rule.values) };
}
