/** A field of the form that is made of a tool's schema. */
export interface InputField {
  /** The property's name. */
  name: string;
  label: string;
  hint: string | undefined;
  required: boolean;
  kind: "text" | "lines" | "number" | "integer" | "boolean" | "choice" | "list" | "json";
  /** Of a choice. */
  choices: (string | number)[];
  /** As it stands in the field at first. */
  start: string;
  minimum: number | undefined;
  maximum: number | undefined;
  maxLength: number | undefined;
}

type Schema = Record<string, unknown>;

/** From so many characters on a text is given room for several lines. */
const longText = 200;

/**
 * The fields of a form for a tool's arguments: one for each property of the schema, in its order. Texts, numbers, yes or
 * no, choices and lists of texts have a field of their kind; what is nested or has several types is written as JSON.
 */
export function inputFields(inputSchema: Schema): InputField[] {
  const required = Array.isArray(inputSchema.required) ? inputSchema.required : [];
  return Object.entries(propertiesOf(inputSchema)).map(([name, property]) => {
    const schema = plainSchema(property, inputSchema);
    const choices = choicesOf(schema);
    const kind = kindOf(schema, choices);
    return {
      name,
      label: textOf(schema.title) ?? name,
      hint: textOf(schema.description),
      required: required.includes(name),
      kind,
      choices,
      start: startOf(schema.default, kind),
      minimum: numberOf(schema.minimum),
      maximum: numberOf(schema.maximum),
      maxLength: numberOf(schema.maxLength),
    };
  });
}

/** The arguments that a rule can name, nested ones by their path: customer.country. */
export function argumentPaths(inputSchema: Schema, root = inputSchema, before = ""): ArgumentPath[] {
  const tooDeep = before.split(".").length > deepest;
  return Object.entries(propertiesOf(inputSchema)).flatMap(([name, property]) => {
    const schema = plainSchema(property, root);
    const path = `${before}${name}`;
    const inner = tooDeep ? [] : argumentPaths(schema, root, `${path}.`);
    if (inner.length > 0) return inner;
    return [{ path, type: typeOf(schema) }];
  });
}

export interface ArgumentPath {
  path: string;
  type: string | undefined;
}

const deepest = 3;

/**
 * What was typed, as the tool's arguments. An empty field that need not be filled is left out; a problem is a sentence
 * by the field's name.
 */
export function readInput(
  fields: InputField[],
  typed: (name: string) => string | undefined,
): { input: Record<string, unknown>; problems: Record<string, string> } {
  const input: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const text = typed(field.name) ?? "";
    if (field.kind === "boolean" ? text === "" : text.trim() === "") {
      if (!field.required) continue;
      if (field.kind === "text" || field.kind === "lines") input[field.name] = text;
      else problems[field.name] = "The tool needs this.";
      continue;
    }
    const read = readValue(field, text);
    if ("problem" in read) problems[field.name] = read.problem;
    else input[field.name] = read.value;
  }
  return { input, problems };
}

function readValue({ kind, choices }: InputField, text: string): { value: unknown } | { problem: string } {
  switch (kind) {
    case "number":
    case "integer": {
      const value = Number(text.trim().replace(",", "."));
      if (Number.isNaN(value)) return { problem: "Give a number." };
      return kind === "integer" && !Number.isInteger(value) ? { problem: "Give a whole number." } : { value };
    }
    case "boolean":
      return { value: text === "true" };
    case "choice":
      return { value: choices.find((choice) => String(choice) === text) ?? text };
    case "list":
      return {
        value: text
          .split("\n")
          .map((line) => line.trim())
          .filter(Boolean),
      };
    case "json":
      try {
        return { value: JSON.parse(text) };
      } catch {
        return { problem: 'This is no JSON. Write texts in quotes: "Leeds", ["a", "b"] or { "city": "Leeds" }.' };
      }
    default:
      return { value: text };
  }
}

function kindOf(schema: Schema, choices: InputField["choices"]): InputField["kind"] {
  if (choices.length > 0) return "choice";
  const type = typeOf(schema);
  if (type === "number" || type === "integer" || type === "boolean") return type;
  if (type === "string") return (numberOf(schema.maxLength) ?? 0) > longText ? "lines" : "text";
  const items = schema.items;
  if (type === "array" && isSchema(items) && typeOf(items) === "string" && !items.enum) return "list";
  return "json";
}

function choicesOf(schema: Schema): (string | number)[] {
  const values = Array.isArray(schema.enum) ? schema.enum : "const" in schema ? [schema.const] : [];
  const plain = values.filter((value) => typeof value === "string" || typeof value === "number");
  return plain.length === values.length ? plain : [];
}

/** Undefined where it may be of several types. */
function typeOf({ type }: Schema): string | undefined {
  if (typeof type === "string") return type;
  const types = Array.isArray(type) ? type.filter((each) => each !== "null") : [];
  return types.length === 1 ? String(types[0]) : undefined;
}

/** Without the detour by $ref, and without the "or null" that many servers write around what may be left out. */
function plainSchema(property: unknown, root: Schema, steps = 0): Schema {
  if (!isSchema(property) || steps > 5) return {};
  if (typeof property.$ref === "string") {
    const { $ref, ...beside } = property;
    return { ...plainSchema(refersTo(property.$ref, root), root, steps + 1), ...beside };
  }
  const options = property.anyOf ?? property.oneOf;
  if (!Array.isArray(options)) return property;
  const given = options.filter((option) => !(isSchema(option) && option.type === "null"));
  if (given.length !== 1) return property;
  const { anyOf, oneOf, ...beside } = property;
  return { ...plainSchema(given[0], root, steps + 1), ...beside };
}

/** Of "#/$defs/Address"; what is elsewhere is not fetched. */
function refersTo(ref: string, root: Schema): unknown {
  if (!ref.startsWith("#/")) return undefined;
  return ref
    .slice(2)
    .split("/")
    .reduce<unknown>((found, key) => (isSchema(found) && Object.hasOwn(found, key) ? found[key] : undefined), root);
}

function propertiesOf({ properties }: Schema): Schema {
  return isSchema(properties) ? properties : {};
}

function startOf(value: unknown, kind: InputField["kind"]): string {
  if (value === undefined || value === null) return "";
  if (kind === "list" && Array.isArray(value)) return value.join("\n");
  return kind === "json" ? JSON.stringify(value) : String(value);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
