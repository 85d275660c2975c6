import { randomBytes, randomInt } from "node:crypto";
import { readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { uuidv7 } from "uuidv7";
import { beforeAll, describe, expect, test } from "vitest";
import { makeReplyRun } from "@/lib/conversations/test-conversation";
import { database } from "@/lib/db/client";
import { otherMethod } from "@/lib/gateway/openai/not-offered";
import { type ApiClient, apiClient } from "@/tests/api-request";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";

/** Every path of the API that an organisation's configuration or customers stand behind. */
interface ApiCall {
  method: string;
  route: string;
  /** An organisation's id in the path, a body that names one, and a body that names none. */
  id?: (tenant: Tenant) => string;
  bodyWithId?: (tenant: Tenant) => object;
  body?: object;
  query?: string;
  /** It needs an organisation that has no app yet. */
  withoutApp?: true;
  /** What its owner is answered. */
  status: number;
  /** What a stranger is answered for its id, where that is not `not_found`. */
  strangersCode?: string;
}

const calls: ApiCall[] = [
  { method: "GET", route: "provider-keys", status: 200 },
  {
    method: "POST",
    route: "provider-keys",
    body: { provider: "openai", apiKey: "sk-0123456789abcdef", label: "Main" },
    status: 201,
  },
  { method: "GET", route: "models", status: 200 },
  { method: "POST", route: "models", bodyWithId: newModel, status: 201 },
  { method: "GET", route: "whatsapp-app", status: 200 },
  {
    method: "PATCH",
    route: "whatsapp-app",
    bodyWithId: ({ model }) => ({ defaultOrganizationModelId: model.id, systemPrompt: "You answer for a hotel." }),
    status: 200,
  },
  { method: "GET", route: "members", status: 200 },
  { method: "PATCH", route: "members/[id]", id: (tenant) => tenant.memberId, body: { role: "agent" }, status: 200 },
  { method: "DELETE", route: "members/[id]", id: (tenant) => tenant.memberId, status: 204 },
  { method: "GET", route: "invitations", status: 200 },
  { method: "POST", route: "invitations", body: { role: "agent" }, status: 201 },
  { method: "DELETE", route: "invitations/[id]", id: (tenant) => tenant.invitationId, status: 204 },
  { method: "GET", route: "api-tokens", status: 200 },
  { method: "POST", route: "api-tokens", body: { name: "CI", scopes: ["read-overview"] }, status: 201 },
  { method: "DELETE", route: "api-tokens/[id]", id: (tenant) => tenant.apiTokenId, status: 204 },
  { method: "GET", route: "audit-log", status: 200 },
  { method: "GET", route: "health-checks", status: 200 },
  { method: "GET", route: "overview", status: 200 },
  { method: "GET", route: "assistant/draft", status: 200 },
  { method: "PATCH", route: "assistant/draft", body: { systemPrompt: "You answer for a hostel." }, status: 200 },
  { method: "GET", route: "assistant/versions", status: 200 },
  { method: "POST", route: "assistant/versions", body: { note: "A hostel" }, status: 201 },
  { method: "GET", route: "assistant/versions/[id]", id: ({ version }) => version.id, status: 200 },
  {
    method: "POST",
    route: "assistant/versions/[id]/roll-back",
    id: ({ version }) => version.id,
    body: {},
    status: 201,
  },
  { method: "DELETE", route: "assistant/draft", status: 204 },
  { method: "GET", route: "assistant/pause", status: 200 },
  { method: "PUT", route: "assistant/pause", body: { text: "We are away." }, status: 200 },
  { method: "DELETE", route: "assistant/pause", status: 200 },
  { method: "GET", route: "kill-switch", status: 200 },
  { method: "POST", route: "kill-switch", body: { text: "A person will answer you." }, status: 200 },
  { method: "DELETE", route: "kill-switch", status: 200 },
  { method: "GET", route: "plugins", status: 200 },
  // Nobody answers at this address: 400 says that the door was open.
  { method: "POST", route: "plugins", body: { name: "Shop", url: "http://127.0.0.1:9/mcp" }, status: 400 },
  { method: "GET", route: "plugins/[id]", id: pluginOf, status: 200 },
  { method: "PATCH", route: "plugins/[id]", id: pluginOf, body: { name: "Stock" }, status: 200 },
  { method: "POST", route: "plugins/[id]/refresh", id: pluginOf, status: 200 },
  { method: "GET", route: "plugins/[id]/tools", id: pluginOf, status: 200 },
  { method: "PATCH", route: "plugins/[id]/tools/[name]", id: pluginOf, body: { timeoutMs: 2000 }, status: 200 },
  { method: "POST", route: "plugins/[id]/tools/[name]/test", id: pluginOf, body: {}, status: 200 },
  { method: "GET", route: "tool-calls", status: 200 },
  { method: "GET", route: "tool-calls/[id]", id: ({ toolCallId }) => toolCallId, status: 200 },
  {
    method: "POST",
    route: "tool-calls/[id]/decision",
    id: ({ waitingCallId }) => waitingCallId,
    body: { decision: "refuse" },
    status: 204,
  },
  { method: "DELETE", route: "plugins/[id]", id: pluginOf, status: 204 },
  { method: "GET", route: "v1/models", status: 200 },
  {
    method: "GET",
    route: "v1/models/[id]",
    id: ({ model }) => model.id,
    status: 200,
    strangersCode: "model_not_found",
  },
  {
    method: "POST",
    route: "v1/chat/completions",
    bodyWithId: ({ model }) => ({ model: model.id, messages: [{ role: "user", content: "Hello" }] }),
    // Nobody answers for the model here.
    status: 502,
    strangersCode: "model_not_found",
  },
  { method: "GET", route: "gateway-usage", status: 200 },
  { method: "GET", route: "conversations", status: 200 },
  { method: "POST", route: "provider-keys/[id]/test", id: ({ providerKey }) => providerKey.id, status: 200 },
  // Nobody answers for the provider and for Twilio here: 503 says that the door was open.
  { method: "GET", route: "provider-keys/[id]/models", id: ({ providerKey }) => providerKey.id, status: 503 },
  { method: "POST", route: "whatsapp-app/check", status: 200 },
  { method: "PUT", route: "whatsapp-app/webhook", status: 503 },
  { method: "DELETE", route: "whatsapp-app/webhook", status: 503 },
  { method: "GET", route: "whatsapp-app/rotation", status: 200 },
  { method: "POST", route: "whatsapp-app/rotation", body: {}, status: 503 },
  { method: "PATCH", route: "whatsapp-app/rotation", body: { step: "switch" }, status: 409 },
  { method: "DELETE", route: "whatsapp-app/rotation", status: 409 },
  { method: "GET", route: "conversations/export", query: "?format=json", status: 200 },
  { method: "GET", route: "conversations/[id]", id: conversationOf, status: 200 },
  { method: "GET", route: "conversations/[id]/messages", id: conversationOf, status: 200 },
  { method: "GET", route: "conversations/[id]/notes", id: conversationOf, status: 200 },
  { method: "POST", route: "conversations/[id]/notes", id: conversationOf, body: { text: "VIP" }, status: 201 },
  { method: "PUT", route: "conversations/[id]/reviewed", id: conversationOf, status: 204 },
  { method: "DELETE", route: "conversations/[id]/reviewed", id: conversationOf, status: 204 },
  { method: "GET", route: "conversations/[id]/receipts/[runId]", id: conversationOf, status: 200 },
  {
    method: "PUT",
    route: "conversations/[id]/receipts/[runId]/rating",
    id: conversationOf,
    body: { verdict: "good" },
    status: 204,
  },
  { method: "DELETE", route: "conversations/[id]/receipts/[runId]/rating", id: conversationOf, status: 204 },
  { method: "DELETE", route: "models/[id]", id: (tenant) => tenant.spareModelId, status: 204 },
  { method: "DELETE", route: "provider-keys/[id]", id: (tenant) => tenant.spareKeyId, status: 204 },
  { method: "DELETE", route: "whatsapp-app", status: 200 },
  { method: "POST", route: "whatsapp-app", bodyWithId: newApp, withoutApp: true, status: 201 },
];

const titled = calls.map((call) => [`${call.method} /${call.route}`, call] as const);

function conversationOf({ conversationId }: Tenant) {
  return conversationId;
}

function pluginOf({ pluginId }: Tenant) {
  return pluginId;
}

function newModel({ providerKey }: Tenant) {
  return { providerKeyId: providerKey.id, model: "m" };
}

function newApp({ model }: Tenant) {
  return {
    twilioNumber: `+1555${randomInt(1_000_000, 10_000_000)}`,
    twilioAccountSid: `AC${randomBytes(16).toString("hex")}`,
    twilioAuthToken: randomBytes(16).toString("hex"),
    defaultOrganizationModelId: model.id,
    systemPrompt: "You answer for a bakery.",
    enabledPluginIds: [],
  };
}

type Tenant = TestOrganization & {
  conversationId: string;
  replyRunId: string;
  spareModelId: string;
  spareKeyId: string;
  pluginId: string;
  toolCallId: string;
  waitingCallId: string;
} & Awaited<ReturnType<typeof addPeople>>;

/** A second member, an open invitation and an API token. */
async function addPeople({ db, organizationId, owner }: TestOrganization) {
  const tag = randomBytes(6).toString("hex");
  const user = await database().prisma.user.create({ data: { email: `${tag}@example.test`, name: "Agatha Agent" } });
  const member = await db.membership.create({ data: { organizationId, userId: user.id, role: "viewer" } });
  const created = { organizationId, tokenHash: tag, createdById: owner.id };
  const expiresAt = new Date(Date.now() + 60_000);
  const invitation = await db.invitation.create({ data: { ...created, role: "viewer", expiresAt } });
  const apiToken = await db.apiToken.create({ data: { ...created, name: "CI", lastFour: "", scopes: [] } });
  return { memberId: member.id, invitationId: invitation.id, apiTokenId: apiToken.id };
}

async function makeTenant(): Promise<Tenant> {
  const organization = await makeOrganization();
  const { db, organizationId, app, providerKey: key } = organization;
  const contact = await db.contact.create({ data: { organizationId } });
  const now = new Date();
  const conversation = await db.conversation.create({
    data: {
      organizationId,
      whatsAppAppId: app.id,
      contactId: contact.id,
      customerAddress: "whatsapp:+447700900100",
      lastInboundAt: now,
      lastMessageAt: now,
    },
  });
  const { id: replyRunId } = await makeReplyRun(organization, conversation.id);
  const spareModel = await db.organizationModel.create({
    data: { organizationId, providerKeyId: key.id, model: "spare", label: "Spare" },
  });
  const spareKey = await db.providerKey.create({
    data: { organizationId, provider: "openai", label: "Spare", apiKey: key.apiKey, lastFour: "" },
  });
  const plugin = await db.plugin.create({
    data: { organizationId, kind: "mcp", key: "shop", name: "Shop", url: "http://127.0.0.1:9/mcp" },
  });
  await db.pluginTool.create({
    data: {
      organizationId,
      pluginId: plugin.id,
      name: "look",
      listed: { title: null, description: "Looks.", inputSchema: { type: "object" }, annotations: {} },
      listedHash: "0".repeat(64),
    },
  });
  const call = {
    organizationId,
    origin: "conversation",
    conversationId: conversation.id,
    pluginId: plugin.id,
    pluginName: "Shop",
    toolName: "look",
    callName: "shop__look",
    input: {},
  } as const;
  const toolCall = await db.toolCall.create({ data: { ...call, id: uuidv7(), state: "done" } });
  const waitingCall = await db.toolCall.create({ data: { ...call, id: uuidv7(), state: "waiting" } });
  return {
    ...organization,
    ...(await addPeople(organization)),
    pluginId: plugin.id,
    toolCallId: toolCall.id,
    waitingCallId: waitingCall.id,
    conversationId: conversation.id,
    replyRunId,
    spareModelId: spareModel.id,
    spareKeyId: spareKey.id,
  };
}

/** A path in a variable, because Vite would otherwise want to know every file beforehand. */
function load(route: string): Promise<Record<string, (request: Request, context: object) => Promise<Response>>> {
  const path = join(import.meta.dirname, route, "route.ts");
  return import(path);
}

async function send(client: ApiClient, call: ApiCall, tenant: Tenant, id = call.id?.(tenant) ?? "") {
  const handler = (await load(call.route))[call.method];
  if (!handler) throw new Error(`There is no ${call.method} /${call.route}.`);
  const body = call.body ?? call.bodyWithId?.(tenant);
  const path = `/${call.route.replace("[id]", encodeURIComponent(id))}${call.query ?? ""}`;
  const params = { id, runId: tenant.replyRunId, name: "look" };
  const response = await handler(client.request(call.method, path, body), { params: Promise.resolve(params) });
  return { status: response.status, body: response.status === 204 ? null : await response.json() };
}

let owned: Tenant;
let other: TestOrganization;
let owner: ApiClient;
/** Somebody who is the owner of another organisation: asking for the owned one, and for their own. */
let intruder: ApiClient;
let stranger: ApiClient;

beforeAll(async () => {
  other = await makeOrganization();
  owned = await makeTenant();
  owner = await apiClient(owned.owner.id, owned.organizationId);
  intruder = await apiClient(other.owner.id, owned.organizationId);
  stranger = await apiClient(other.owner.id, other.organizationId);
});

describe("another organisation is not there", () => {
  test.each(titled)("%s", async (_, call) => {
    const form = call.route.startsWith("v1/") ? { type: "invalid_request_error", param: null } : {};
    expect(await send(intruder, call, owned)).toEqual({
      status: 404,
      body: { error: { code: "not_found", message: "There is no such organisation.", ...form } },
    });
  });
});

describe("another organisation's ids are not there", () => {
  const naming = titled.filter(([, { id, bodyWithId }]) => id || bodyWithId);
  test.each(naming)("%s", async (_, call) => {
    if (call.withoutApp) await removeApp(other);
    expect(await send(stranger, call, owned)).toMatchObject({
      status: 404,
      body: { error: { code: call.strangersCode ?? "not_found" } },
    });
  });
});

describe("what is no id is not there either", () => {
  test.each(titled.filter(([, { id }]) => id))("%s", async (_, call) => {
    expect(await send(owner, call, owned, "1 OR 1=1")).toMatchObject({ status: 404 });
  });
});

describe("the same calls work for the owner", () => {
  test.each(titled)("%s", async (_, call) => {
    if (call.withoutApp) await removeApp(owned);
    expect(await send(owner, call, owned)).toMatchObject({ status: call.status });
  });
});

async function removeApp({ db, app }: TestOrganization) {
  // An answer holds on to the version that gave it.
  await db.replyRun.deleteMany();
  await db.whatsAppApp.delete({ where: { id: app.id } });
}

test("every route of the API is among them", async () => {
  // Pages' own routes, the doors of the job server, the load balancer, those who sign in and those who come back from a plugin's server, the document, and what says that nothing is there.
  const elsewhere = /^(\[|\(|(api|healthz|auth|oauth|openapi\.json)[/])|\[\.\.\./;
  const routes = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(`${sep}route.ts`) && !elsewhere.test(path))
    .map((path) => path.slice(0, -`${sep}route.ts`.length).replaceAll(sep, "/"));
  const exported = await Promise.all(
    routes.map(async (route) =>
      Object.entries(await load(route)).flatMap(([method, handler]) =>
        handler === otherMethod ? [] : `${method} /${route}`,
      ),
    ),
  );
  expect(exported.flat().sort()).toEqual(titled.map(([name]) => name).sort());
});
