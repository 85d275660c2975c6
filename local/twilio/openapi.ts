import { readFileSync } from "node:fs";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

type Schema = { $ref?: string; type?: string; properties?: Record<string, Schema> };
interface Operation {
  parameters?: { name: string; in: string; schema: Schema; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** The part of a request or an answer that is held against the document. */
type Part = "query" | "body" | "200" | "201" | "202";

/**
 * Reads one of Twilio's OpenAPI documents in `specs/`. The returned check names what is wrong with a part of a request
 * or of an answer, in sentences; an empty list means that it fits. A parameter that the document does not know is wrong
 * too: Twilio ignores it, so a misspelt one would never be noticed.
 */
export function openApiCheck(fileName: string) {
  const text = readFileSync(new URL(`./specs/${fileName}`, import.meta.url), "utf8");
  const document: OpenApiDocument = JSON.parse(text, withoutBareNullable);
  const ajv = new Ajv({ strict: false, coerceTypes: true, allErrors: true, logger: false });
  addFormats.default(ajv, ["date-time", "date"]);
  const id = `https://twilio.test/${fileName}`;
  ajv.addSchema({ ...document, $id: id });
  const validators = new Map<string, ValidateFunction>();

  return function check(method: "get" | "post", path: string, part: Part, value: Record<string, unknown>): string[] {
    const schema = partSchema(document, method, path, part);
    const known = Object.keys(resolved(document, schema).properties ?? {});
    const unknown = known.length === 0 ? [] : Object.keys(value).filter((name) => !known.includes(name));
    const key = `${method} ${path} ${part}`;
    const validate =
      validators.get(key) ?? ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${id}#/`)));
    validators.set(key, validate);
    validate(structuredClone(value));
    return [...unknown.map((name) => `${name} is not a parameter that Twilio knows`), ...sentences(validate.errors)];
  };
}

/** Beside a $ref, `nullable` has no type to widen, and no validator takes it: null is then not allowed. */
function withoutBareNullable(_key: string, value: unknown) {
  if (typeof value !== "object" || value === null || !("$ref" in value) || !("nullable" in value)) return value;
  return { $ref: value.$ref };
}

function partSchema(document: OpenApiDocument, method: string, path: string, part: Part): Schema {
  const operation = document.paths[path]?.[method];
  if (!operation) throw new Error(`The OpenAPI document has no ${method.toUpperCase()} ${path}.`);
  if (part === "query") return querySchema(operation);
  const content = part === "body" ? operation.requestBody?.content : operation.responses[part]?.content;
  return Object.values(content ?? {})[0]?.schema ?? {};
}

function querySchema(operation: Operation): Schema {
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
  return { type: "object", properties: Object.fromEntries(query.map(({ name, schema }) => [name, schema])) };
}

function resolved(document: OpenApiDocument, schema: Schema): Schema {
  const name = schema.$ref?.replace("#/components/schemas/", "");
  return name ? (document.components.schemas[name] ?? schema) : schema;
}

function sentences(errors: ErrorObject[] | null | undefined): string[] {
  return (errors ?? []).map((error) => `${error.instancePath.slice(1) || "The request"} ${error.message}`);
}
