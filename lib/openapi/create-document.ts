import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { env } from "../env";
import type { Operation } from "./operation";
import { operations } from "./operations";

export type OpenApiDocument = ReturnType<typeof createDocument>;

let created: OpenApiDocument | undefined;

/** The OpenAPI 3.1 document of the HTTP API, made of the schemas that its handlers check. The same for everybody. */
export function openApiDocument(): OpenApiDocument {
  created ??= createDocument(
    {
      openapi: "3.1.0",
      info: {
        title: "Frontdesk",
        version: "1",
        description:
          "JSON over HTTPS for what an owner sets up and reviews. All of it is per organisation: another one's things are not there (404). Secrets go in and never come out.",
      },
      servers: [{ url: env().PUBLIC_URL }],
      // One of the two.
      security: [{ apiToken: [] }, { accessToken: [], organization: [] }],
      tags: [...new Set(operations.map(({ section }) => section))].map((name) => ({ name })),
      paths: paths(),
      components: {
        securitySchemes: {
          apiToken: {
            type: "http",
            scheme: "bearer",
            description: "A token of the organisation (`fd_…`), made in the panel or by `POST /api-tokens`.",
          },
          accessToken: {
            type: "http",
            scheme: "bearer",
            description: "A person's token, from `POST /auth/token`; needs `X-Org-Id` as well.",
          },
          organization: { type: "apiKey", in: "header", name: "X-Org-Id", description: "The organisation's id." },
        },
      },
    },
    { override: ({ jsonSchema }) => dropPattern(jsonSchema as Record<string, unknown>) },
  );
  return created;
}

/** Where the format says it all, Zod's pattern for it is noise. */
function dropPattern(schema: Record<string, unknown>): void {
  if (schema.format) delete schema.pattern;
}

function paths(): ZodOpenApiPathsObject {
  const all: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    all[operation.path] = { ...all[operation.path], [operation.method.toLowerCase()]: toObject(operation) };
  }
  return all;
}

function toObject(operation: Operation): ZodOpenApiOperationObject {
  const { section, summary, permission, body } = operation;
  const needs = permission && `Needs the permission \`${permission}\`.`;
  const { pathParameters, query } = parametersOf(operation);
  return {
    tags: [section],
    operationId: operationIdOf(operation),
    summary,
    description: [operation.description, needs].filter(Boolean).join(" "),
    ...(permission === null && { security: [] }),
    requestParams: { ...(pathParameters && { path: pathParameters }), ...(query && { query }) },
    ...(body && {
      requestBody: { required: true, content: { "application/json": { schema: body.schema, example: body.example } } },
    }),
    responses: responsesOf(operation),
  };
}

/** GET /models/{id} is getModelsId. */
function operationIdOf({ method, path }: Operation): string {
  const words = path.match(/[A-Za-z]+/g) ?? [];
  return method.toLowerCase() + words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
}

function parametersOf({ path, query, parameters = {} }: Operation) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const noted = (name: string, schema: z.ZodType) => {
    const { description, example } = parameters[name] ?? {};
    return schema.meta({ param: { description, ...(example && { example }) } });
  };
  const each = (shape: Record<string, z.ZodType>) =>
    z.object(Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, noted(name, schema)])));
  return {
    pathParameters: inPath.length > 0 && each(Object.fromEntries(inPath.map((name) => [name, z.string()]))),
    query: query && each(query.shape as Record<string, z.ZodType>),
  };
}

const error = z
  .object({
    error: z.object({
      code: z.string().meta({ description: "Branch on it: messages are for people and may change." }),
      message: z.string(),
      fields: z
        .record(z.string(), z.string())
        .optional()
        .meta({ description: "A sentence for each field that is wrong." }),
    }),
  })
  .meta({ id: "Error" });

function responsesOf({ permission, path, query, body, response, errors = {}, errorSchema = error }: Operation) {
  const { status, description, content } = response;
  const codes = {
    ...((body || query) && { 400: "`invalid`: fields need a change." }),
    401: "`unauthenticated`: no valid token.",
    ...(permission && { 403: `\`forbidden\`: the permission ${permission} is missing.` }),
    ...((permission || path.includes("{")) && { 404: "`not_found`: not there, or not yours." }),
    ...errors,
  };
  return {
    [status]: { description, ...(content && { content: contentOf(content) }) },
    ...Object.fromEntries(
      Object.entries(codes).map(([code, said]) => [
        code,
        { description: said, content: { "application/json": { schema: errorSchema } } },
      ]),
    ),
  };
}

function contentOf(content: NonNullable<Operation["response"]["content"]>) {
  if ("schema" in content) return { "application/json": { schema: content.schema } };
  return Object.fromEntries([content.mediaType, ...(content.also ?? [])].map((type) => [type, {}]));
}
