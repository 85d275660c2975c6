/** As much of JSON Schema as Zod writes. */
export interface JsonSchema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  const?: unknown;
  default?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

export interface Field {
  /** With dots where it is part of another, and [] where it is one of a list. */
  name: string;
  /** "text", "UUID", "list of text", "one of …", "… or null" */
  type: string;
  required: boolean;
  /** What it means, its limits and its default, as far as they are given. */
  notes: string;
}

const deepest = 3;

/** The fields of an object or of a list of objects, one a row, down to three levels; none of anything else. */
export function listFields(schema: JsonSchema, prefix = "", depth = 1): Field[] {
  const object = objectOf(schema);
  const required = new Set(object?.required);
  return Object.entries(object?.properties ?? {}).flatMap(([key, field]) => {
    const name = prefix + key;
    const row = { name, type: typeOf(field), required: required.has(key), notes: notesOf(field) };
    const inside = depth < deepest ? listFields(field, `${name}${isList(field) ? "[]" : ""}.`, depth + 1) : [];
    return [row, ...inside];
  });
}

/** "one of good, look, broken", "number or null" */
export function typeOf(schema: JsonSchema): string {
  const { anyOf, items, type, format, const: fixed } = schema;
  if (schema.enum) return `one of ${schema.enum.join(", ")}`;
  if (fixed !== undefined) return JSON.stringify(fixed);
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(" or ");
  if (type === "array") return `list of ${items ? typeOf(items) : "anything"}`;
  if (format) return formatNames[format] ?? format;
  return typeNames[type ?? ""] ?? type ?? "anything";
}

const formatNames: Record<string, string> = { uuid: "UUID", "date-time": "time", date: "day", uri: "address" };
const typeNames: Record<string, string> = { string: "text", integer: "whole number", boolean: "true or false" };

/** "Masked. At most 100 characters." */
export function notesOf(schema: JsonSchema): string {
  const given = schema.anyOf?.find(({ type }) => type !== "null") ?? schema;
  const { minimum, maximum, minLength, maxLength, maxItems } = given;
  const limits = [
    within(minimum, maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum, ""),
    within(minLength && minLength > 1 ? minLength : undefined, maxLength, " characters"),
    within(undefined, maxItems, " of them"),
  ];
  const fallback = schema.default;
  const byDefault = ["number", "boolean"].includes(typeof fallback) || (typeof fallback === "string" && fallback);
  return [
    schema.description ?? given.description,
    ...limits,
    byDefault ? `By default ${typeof fallback === "string" ? `“${fallback}”` : fallback}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

function within(least: number | undefined, most: number | undefined, unit: string): string {
  if (most === undefined) return least ? `At least ${words(least)}${unit}.` : "";
  return least === undefined ? `At most ${words(most)}${unit}.` : `${words(least)} to ${words(most)}${unit}.`;
}

function words(count: number): string {
  return Math.abs(count) > Number.MAX_SAFE_INTEGER / 2 ? "any" : count.toLocaleString("en-GB");
}

function objectOf(schema: JsonSchema): JsonSchema | undefined {
  const candidates = [schema, ...(schema.anyOf ?? [])].map((one) => (one.type === "array" ? (one.items ?? one) : one));
  return candidates.find(({ properties }) => properties);
}

function isList(schema: JsonSchema): boolean {
  return [schema, ...(schema.anyOf ?? [])].some(({ type }) => type === "array");
}
