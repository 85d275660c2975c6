import { randomBytes, randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { createUser } from "@/lib/auth/users";
import { apiClient } from "@/tests/api-request";
import { makeOrganization } from "@/tests/make-organization";
import { POST as signIn } from "./auth/token/route";
import { GET as health } from "./healthz/route";
import { POST as createModel } from "./models/route";
import { POST as createProviderKey, GET as listProviderKeys } from "./provider-keys/route";
import { POST as createApp, GET as readApp, PATCH as updateApp } from "./whatsapp-app/route";

const nothing = undefined;
const hex = () => randomBytes(16).toString("hex");

function credentials(email: string, password: string, address: string) {
  return new Request("https://desk.example.test/auth/token", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Forwarded-For": address },
    body: JSON.stringify({ email, password }),
  });
}

async function newUser() {
  const email = `api-${randomBytes(6).toString("hex")}@example.test`;
  return createUser({ email, name: "Ada", password: "correct horse battery" });
}

test("a token from POST /auth/token opens the API", async () => {
  const { db, organizationId } = await makeOrganization();
  const user = await newUser();
  await db.membership.create({ data: { organizationId, userId: user.id, role: "admin" } });
  const response = await signIn(credentials(user.email, "correct horse battery", "192.0.2.10"), nothing);
  const { accessToken, tokenType, expiresAt } = await response.json();
  expect([response.status, tokenType]).toEqual([200, "Bearer"]);
  expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
  const headers = { Authorization: `Bearer ${accessToken}`, "X-Org-Id": organizationId };
  const keys = await listProviderKeys(new Request("https://desk.example.test/provider-keys", { headers }), nothing);
  expect(keys.status).toBe(200);
});

test("a wrong password and an unknown e-mail are answered alike, and the sixth try has to wait", async () => {
  const { email } = await newUser();
  const unknown = `nobody-${email}`;
  const answers = [];
  for (const who of [email, unknown]) {
    const response = await signIn(credentials(who, "wrong", "192.0.2.11"), nothing);
    answers.push({ status: response.status, body: await response.text() });
  }
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]?.status).toBe(401);
  for (let n = 2; n <= 5; n++) await signIn(credentials(email, "wrong", "192.0.2.11"), nothing);
  const refused = await signIn(credentials(email, "correct horse battery", "192.0.2.11"), nothing);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
  expect((await signIn(credentials(email, "correct horse battery", "192.0.2.12"), nothing)).status).toBe(200);
});

test("an owner sets everything up over HTTP, and no secret ever comes back", async () => {
  const organization = await makeOrganization();
  await organization.db.whatsAppApp.delete({ where: { id: organization.app.id } });
  const client = await apiClient(organization.owner.id, organization.organizationId);
  const [apiKey, sid, authToken] = [`sk-${hex()}`, `AC${hex()}`, hex()];
  const said: string[] = [];
  async function call(handler: (request: Request, context: undefined) => Promise<Response>, request: Request) {
    const response = await handler(request, nothing);
    const text = await response.text();
    said.push(text);
    return { status: response.status, body: JSON.parse(text) };
  }

  const keyInput = { provider: "openai", apiKey, label: "Main" };
  const key = await call(createProviderKey, client.request("POST", "/provider-keys", keyInput));
  expect(key).toMatchObject({ status: 201, body: { apiKey: `••••${apiKey.slice(-4)}` } });

  const modelInput = { providerKeyId: key.body.id, model: "gpt-5.2-mini", inputPricePerMTok: 0.25 };
  const model = await call(createModel, client.request("POST", "/models", modelInput));
  expect(model).toMatchObject({ status: 201, body: { organizationModelId: expect.any(String) } });

  const appInput = {
    twilioNumber: `whatsapp:+1555${randomInt(1_000_000, 10_000_000)}`,
    twilioAccountSid: sid,
    twilioAuthToken: authToken,
    defaultOrganizationModelId: model.body.organizationModelId,
    systemPrompt: "You answer for a bakery.",
    enabledPluginIds: [],
  };
  const app = await call(createApp, client.request("POST", "/whatsapp-app", appInput));
  expect(app).toMatchObject({ status: 201, body: { publishedVersion: 1 } });
  expect(await call(createApp, client.request("POST", "/whatsapp-app", appInput))).toMatchObject({
    status: 409,
    body: { error: { code: "conflict", message: expect.stringContaining("PATCH /whatsapp-app") } },
  });
  const changes = { systemPrompt: "You answer for a hotel." };
  expect(await call(updateApp, client.request("PATCH", "/whatsapp-app", changes))).toMatchObject({
    status: 200,
    body: { publishedVersion: 2, systemPrompt: "You answer for a hotel." },
  });
  const wrong = { ...appInput, twilioAuthToken: `${authToken}!`, apiKey };
  expect(await call(updateApp, client.request("PATCH", "/whatsapp-app", wrong))).toMatchObject({
    status: 400,
    body: { error: { fields: { twilioAuthToken: expect.any(String), apiKey: "There is no such field." } } },
  });
  expect(await call(readApp, client.request("GET", "/whatsapp-app"))).toMatchObject({
    body: { twilioAccountSid: `••••${sid.slice(-4)}`, twilioAuthToken: `••••${authToken.slice(-4)}` },
  });
  await call(listProviderKeys, client.request("GET", "/provider-keys"));
  for (const secret of [apiKey, sid, authToken]) expect(said.join()).not.toContain(secret);
});

test("GET /healthz answers while the database does", async () => {
  const response = await health(new Request("https://desk.example.test/healthz"), nothing);
  expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
});
