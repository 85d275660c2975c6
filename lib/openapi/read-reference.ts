import { openApiDocument } from "./create-document";
import { curlOf } from "./curl-of";
import { type Field, type JsonSchema, listFields, notesOf, typeOf } from "./list-fields";

/** One method of one path, as a person reads it. */
export interface ReferenceEntry {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  parameters: Field[];
  body: Field[];
  /** The answer when it works; without fields where there is none, or a file. */
  answer: { status: string; description: string; fields: Field[] };
  errors: { status: string; description: string }[];
  curl: string;
}

export interface ReferenceSection {
  name: string;
  id: string;
  entries: ReferenceEntry[];
}

interface Described {
  operationId: string;
  tags: [string];
  summary: string;
  description: string;
  security?: unknown[];
  parameters?: {
    in: string;
    name: string;
    required?: boolean;
    description?: string;
    example?: string;
    schema: JsonSchema;
  }[];
  requestBody?: { content: Record<string, { schema: JsonSchema; example: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema?: JsonSchema }> }>;
}

const json = "application/json";

let read: ReferenceSection[] | undefined;

/** The OpenAPI document, section by section: what is read here is what programs are given. */
export function readReference(): ReferenceSection[] {
  read ??= readDocument();
  return read;
}

function readDocument(): ReferenceSection[] {
  const { paths = {}, tags = [] } = openApiDocument();
  const entries = Object.entries(paths as unknown as Record<string, Record<string, Described>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, described]) => ({
        section: described.tags[0],
        entry: toEntry(method.toUpperCase(), path, described),
      })),
  );
  return tags.map(({ name }) => ({
    name,
    id: name.toLowerCase().replaceAll(/\W+/g, "-"),
    entries: entries.filter(({ section }) => section === name).map(({ entry }) => entry),
  }));
}

function toEntry(method: string, path: string, described: Described): ReferenceEntry {
  const { operationId, summary, description, parameters = [], requestBody, responses, security } = described;
  const [success = ["", { description: "" }], ...errors] = Object.entries(responses);
  const [status, answer] = success;
  const body = requestBody?.content[json];
  return {
    id: operationId,
    method,
    path,
    summary,
    description,
    parameters: parameters.map(({ name, required = false, description: said = "", schema }) => ({
      name,
      type: typeOf(schema),
      required,
      notes: [said, notesOf(schema)].filter(Boolean).join(" "),
    })),
    body: body ? listFields(body.schema) : [],
    answer: { status, description: answer.description, fields: listFields(answer.content?.[json]?.schema ?? {}) },
    errors: errors.map(([code, error]) => ({ status: code, description: error.description })),
    curl: curlOf({ method, path: exampleOf(path, parameters), query: "", body: body?.example, signedIn: !security }),
  };
}

function exampleOf(path: string, parameters: NonNullable<Described["parameters"]>): string {
  return path.replace(/\{(\w+)\}/g, (whole, name) => parameters.find((one) => one.name === name)?.example ?? whole);
}
