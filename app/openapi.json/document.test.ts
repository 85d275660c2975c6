import { readdirSync } from "node:fs";
import { join, sep } from "node:path";
import Ajv from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { credentialsSchema } from "@/lib/auth/schema";
import { createUser } from "@/lib/auth/users";
import { makeReplyRun } from "@/lib/conversations/test-conversation";
import { database } from "@/lib/db/client";
import { otherMethod } from "@/lib/gateway/openai/not-offered";
import { runChecks } from "@/lib/health/run-checks";
import type { openApiDocument } from "@/lib/openapi/create-document";
import { exampleIds } from "@/lib/openapi/operation";
import { operations } from "@/lib/openapi/operations";
import { refreshPlugin } from "@/lib/plugins/plugins";
import { startMcpServer } from "@/lib/plugins/test-mcp-server";
import { startModels } from "@/local/models";
import { startTwilio } from "@/local/twilio/start-twilio";
import { type ApiClient, apiClient } from "@/tests/api-request";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { GET } from "./route";

let document: Awaited<ReturnType<typeof readDocument>>;
let desk: TestOrganization;
let client: ApiClient;
const stops: (() => Promise<unknown>)[] = [];

/** As a program gets it. */
async function readDocument(): Promise<ReturnType<typeof openApiDocument>> {
  return GET().json();
}

beforeAll(async () => {
  const models = await startModels();
  const twilio = await startTwilio({
    dataDir: null,
    account: { accountSid: `AC${"0".repeat(32)}`, authToken: "0".repeat(32) },
    number: "+15551234567",
    webhookUrl: "",
    businessName: "Acme",
  });
  stops.push(models.stop, () => twilio.close());
  process.env.TWILIO_API_URL = twilio.apiUrl;
  const mcp = await startMcpServer();
  stops.push(mcp.stop);
  document = await readDocument();
  // Nobody answers at the example's own address.
  Object.assign(exampleOf("POST", "/plugins") ?? {}, { url: mcp.url });
  desk = await makeDesk(models.baseUrl);
  await addPlugins(desk, mcp.url);
  const { number, ...credentials } = desk.twilio;
  const known = await fetch(`${twilio.apiUrl}/_sim/accounts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...credentials, numbers: [{ number, webhookUrl: "" }] }),
  });
  expect(known.status).toBe(200);
  client = await apiClient(desk.owner.id, desk.organizationId);
  await runChecks(desk.db);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

/** An organisation in which the ids of the examples exist. */
async function makeDesk(modelBaseUrl: string): Promise<TestOrganization> {
  const organization = await makeOrganization({ modelBaseUrl });
  const { db, organizationId, app, version, providerKey } = organization;
  const { provider, baseUrl, apiKey } = providerKey;
  const ofKey = { organizationId, provider, baseUrl, apiKey, label: "Example", lastFour: "" };
  // Encrypted for the organisation and not for the row: each key has the same secret.
  await db.providerKey.create({ data: { ...ofKey, id: exampleIds.providerKey } });
  await db.providerKey.create({ data: { ...ofKey, id: exampleIds.spareProviderKey } });
  const ofModel = { organizationId, providerKeyId: exampleIds.providerKey, model: "gpt-4.1", label: "Example" };
  await db.organizationModel.create({ data: { ...ofModel, id: exampleIds.model } });
  await db.organizationModel.create({ data: { ...ofModel, id: exampleIds.spareModel } });
  const { number: _, id: __, ...content } = version;
  await db.appVersion.create({
    data: {
      ...content,
      business: {},
      enabledTools: {},
      systemPrompt: "You answer for an inn.",
      id: exampleIds.version,
      number: 2,
    },
  });
  await addPeople(organization);
  const contact = await db.contact.create({ data: { organizationId } });
  const now = new Date();
  await db.conversation.create({
    data: {
      id: exampleIds.conversation,
      organizationId,
      whatsAppAppId: app.id,
      contactId: contact.id,
      customerAddress: "whatsapp:+447700900100",
      inboundSeq: 1,
      answeredSeq: 1,
      lastInboundAt: now,
      lastMessageAt: now,
    },
  });
  const ofMessage = { organizationId, conversationId: exampleIds.conversation };
  await db.message.create({
    data: { ...ofMessage, direction: "inbound", author: "customer", seq: 1, text: "Open?", deliveryState: "received" },
  });
  const run = await makeReplyRun(organization, exampleIds.conversation, { id: exampleIds.replyRun });
  await db.message.create({
    data: {
      ...ofMessage,
      direction: "outbound",
      author: "assistant",
      turn: 1,
      part: 0,
      text: "Until five.",
      replyRunId: run.id,
      deliveryState: "failed",
      errorCode: 63016,
      errorMessage: "More than 24 hours.",
      attemptedAt: now,
    },
  });
  return organization;
}

/** Two MCP servers, and a call of a tool of the first. */
async function addPlugins({ db, organizationId }: TestOrganization, url: string) {
  const ofPlugin = { organizationId, kind: "mcp", url } as const;
  await db.plugin.create({ data: { ...ofPlugin, id: exampleIds.plugin, key: "example", name: "Example" } });
  await db.plugin.create({ data: { ...ofPlugin, id: exampleIds.sparePlugin, key: "spare", name: "Spare" } });
  await refreshPlugin(db, exampleIds.plugin);
  const call = {
    organizationId,
    origin: "conversation",
    conversationId: exampleIds.conversation,
    pluginId: exampleIds.plugin,
    pluginName: "Example",
    toolName: "look",
    callName: "example__look",
    input: {},
  } as const;
  await db.toolCall.create({ data: { ...call, id: exampleIds.toolCall, output: "Done.", state: "done" } });
  await db.toolCall.create({ data: { ...call, id: exampleIds.waitingToolCall, state: "waiting" } });
}

/** A second member, an open invitation and an API token. */
async function addPeople({ db, organizationId, owner }: TestOrganization) {
  const user = { id: exampleIds.user, email: "agatha@example.test", name: "Agatha Agent" };
  await database().prisma.user.create({ data: user });
  await db.membership.create({ data: { id: exampleIds.member, organizationId, userId: user.id, role: "viewer" } });
  const created = { organizationId, tokenHash: "example", createdById: owner.id };
  const expiresAt = new Date(Date.now() + 60_000);
  await db.invitation.create({ data: { ...created, id: exampleIds.invitation, role: "viewer", expiresAt } });
  await db.apiToken.create({ data: { ...created, id: exampleIds.apiToken, name: "CI", lastFour: "", scopes: [] } });
}

/** What must be so before an example can be called, where it is not after the ones before it. */
const before: Record<string, () => Promise<unknown>> = {
  "POST /auth/token": () => createUser({ ...credentialsSchema.parse(exampleOf("POST", "/auth/token")), name: "Olive" }),
  "POST /whatsapp-app": async () => {
    // An answer holds on to the version that gave it, and a message to its answer.
    await desk.db.message.deleteMany();
    await desk.db.replyRun.deleteMany();
    await desk.db.whatsAppApp.deleteMany();
  },
};
/** These end what the others need. */
const last = ["DELETE /whatsapp-app", "POST /whatsapp-app"];

const named = operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const);
const inOrder = [...named].sort(([left], [right]) => last.indexOf(left) - last.indexOf(right));

describe("every example of the document is answered as the document says", () => {
  test.each(inOrder)("%s", async (name, { method, path, response: { content } }) => {
    const schemaIsGiven = content !== null && "schema" in content;
    await before[name]?.();
    const { parameters, responses } = operationOf(method, path);
    const [status = ""] = Object.keys(responses ?? {});
    const valid = validator(
      `#/paths/${pointer(path)}/${method.toLowerCase()}/responses/${status}/content/${pointer("application/json")}/schema`,
    );
    const examples = (place: string) =>
      (parameters ?? []).filter((one) => one.in === place && one.example !== undefined);
    const ids = Object.fromEntries(examples("path").map((one) => [one.name, String(one.example)]));
    const all = new URLSearchParams(examples("query").map((one) => [one.name, String(one.example)]));
    for (const query of all.size > 0 ? [all, new URLSearchParams()] : [all]) {
      const at = path.replace(/\{(\w+)\}/g, (_, key) => ids[key] ?? "");
      const request = client.request(method, `${at}?${query}`, exampleOf(method, path));
      const response = await (await handlerOf(method, path))(request, { params: Promise.resolve(ids) });
      const text = await response.text();
      expect(`${response.status} ${response.status < 400 ? "" : text}`).toBe(`${status} `);
      if (status === "204") expect(text).toBe("");
      else if (response.headers.get("content-type")?.startsWith("application/json") && schemaIsGiven) {
        expect(valid?.(JSON.parse(text)) ? [] : [valid?.errors, text]).toEqual([]);
      }
    }
  });
});

test("every route of the API is in the document, and nothing else is", async () => {
  // Pages' own routes, and the doors of the job server, the load balancer and who comes back from a plugin's server, the document itself, and what says that nothing is there.
  const elsewhere = /^(\[|\(|(api|healthz|oauth|openapi\.json)[\\/])|\[\.\.\./;
  const app = join(import.meta.dirname, "..");
  const routes = readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(`${sep}route.ts`) && !elsewhere.test(path))
    .map((path) => path.slice(0, -`${sep}route.ts`.length).replaceAll(sep, "/"));
  const exported = await Promise.all(
    routes.map(async (route) => {
      const path = `/${route.replace(/\[(\w+)\]/g, "{$1}")}`;
      const handlers = Object.entries(await load(route)).filter(([, handler]) => handler !== otherMethod);
      const methods = handlers.map(([name]) => name).filter((name) => /^[A-Z]+$/.test(name));
      return methods.map((method) => `${method} ${path}`);
    }),
  );
  expect(named.map(([name]) => name).sort()).toEqual(exported.flat().sort());
});

test("the document is OpenAPI 3.1, says what each parameter is, and names each operation once", () => {
  expect(document).toMatchObject({ openapi: "3.1.0", servers: [{ url: "https://desk.example.test" }] });
  const all = operations.map(({ method, path }) => operationOf(method, path));
  expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(operations.length);
  const mute = all.flatMap(({ operationId, parameters = [] }) =>
    parameters.filter(({ description }) => !description).map(({ name }) => `${operationId} ${name}`),
  );
  expect(mute).toEqual([]);
});

interface Described {
  operationId: string;
  parameters?: { in: string; name: string; description?: string; example?: unknown }[];
  requestBody?: { content?: Record<string, { example?: unknown }> };
  responses?: Record<string, { content?: Record<string, object> }>;
}

function operationOf(method: string, path: string): Described {
  const item = document.paths?.[path] as Record<string, Described> | undefined;
  const found = item?.[method.toLowerCase()];
  if (!found) throw new Error(`The document has no ${method} ${path}.`);
  return found;
}

function exampleOf(method: string, path: string): unknown {
  return operationOf(method, path).requestBody?.content?.["application/json"]?.example;
}

/** Checks against the schema at this place of the document; undefined where there is none. */
function validator(place: string) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(document, "document");
  try {
    return ajv.getSchema(`document${place}`);
  } catch {
    return undefined;
  }
}

function pointer(text: string): string {
  return encodeURIComponent(text.replaceAll("~", "~0").replaceAll("/", "~1"));
}

type Handler = (request: Request, context: object) => Promise<Response>;

/** A path in a variable, because Vite would otherwise want to know every file beforehand. */
function load(route: string): Promise<Record<string, Handler>> {
  const path = join(import.meta.dirname, "..", route, "route.ts");
  return import(path);
}

async function handlerOf(method: string, path: string): Promise<Handler> {
  const handler = (await load(path.slice(1).replace(/\{(\w+)\}/g, "[$1]")))[method];
  if (!handler) throw new Error(`There is no ${method} ${path}.`);
  return handler;
}
