import { randomUUID } from "node:crypto";
import { type EventEmitter, on } from "node:events";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { emptyBusiness } from "../assistant/business-schema";
import { finishAuthorization, organizationOf, startAuthorization } from "./authorize-plugin";
import { callTool } from "./call-tool";
import { changeOauth, readOauth } from "./mcp/oauth-state";
import { listOfferedTools } from "./offered-tools";
import { connectPlugin, getPlugin, listPlugins, refreshPlugin, updatePlugin } from "./plugins";
import { startMcpServer } from "./test-mcp-server";
import { startOauthServer } from "./test-oauth-server";
import { listTools, setTool } from "./tools";

let server: Awaited<ReturnType<typeof startOauthServer>>;
let organization: TestOrganization;
let pluginId: string;

beforeAll(async () => {
  server = await startOauthServer();
});
afterAll(() => server.stop());

beforeEach(async () => {
  organization = await makeOrganization();
  const { db, owner } = organization;
  ({ id: pluginId } = await connectPlugin(db, { name: "Bookings", url: server.url }, owner));
  server.tokens.expiresIn = 3600;
  server.tokens.beforeRefresh = async () => {};
});

/** What the browser does: goes where it is led, consents, and comes back. */
async function consent(url: string) {
  const response = await fetch(url, { redirect: "manual" });
  const back = new URL(response.headers.get("location") ?? "");
  return { path: back.origin + back.pathname, ...readReturn(back) };
}

function readReturn({ searchParams }: URL) {
  return { state: searchParams.get("state") ?? "", code: searchParams.get("code") ?? undefined };
}

async function times(count: number, events: EventEmitter): Promise<void> {
  const each = on(events, "one");
  for (let left = count; left > 0; left--) await each.next();
}

async function authorize() {
  const { db, owner } = organization;
  const { path: _, ...returned } = await consent((await startAuthorization(db, pluginId, owner)).url);
  return finishAuthorization(db, returned, owner);
}

describe("a server that asks for OAuth", () => {
  test("is kept without tools until somebody has authorised us", async () => {
    expect(await getPlugin(organization.db, pluginId)).toMatchObject({
      auth: "oauth",
      needsAuthorization: true,
      toolCount: 0,
      transport: null,
    });
  });

  test("lists its tools once the member who began it has come back", async () => {
    const { db, owner, organizationId } = organization;
    const { url } = await startAuthorization(db, pluginId, owner);
    const asked = new URL(url).searchParams;
    expect(asked.get("code_challenge_method")).toBe("S256");
    expect(asked.get("resource")).toBe(server.url);
    const { path, ...returned } = await consent(url);
    expect(path).toBe("https://desk.example.test/oauth/callback");
    expect(organizationOf(returned.state)).toBe(organizationId);
    expect(await finishAuthorization(db, returned, owner)).toEqual({ pluginId });
    expect(await getPlugin(db, pluginId)).toMatchObject({
      needsAuthorization: false,
      toolCount: 1,
      transport: "streamable_http",
      lastError: null,
    });
    expect(await db.auditEntry.count({ where: { action: "plugin.authorized", userId: owner.id } })).toBe(1);
  });

  test("registers us once, and keeps nothing of it in clear", async () => {
    const before = server.tokens.clients.size;
    await authorize();
    await authorize();
    expect(server.tokens.clients.size).toBe(before + 1);
    const row = await organization.db.plugin.findFirstOrThrow({ where: { id: pluginId } });
    const { tokens, client } = readOauth(row);
    expect(tokens?.access_token).toMatch(/^access-/);
    const shown = JSON.stringify([
      row,
      await listPlugins(organization.db),
      await organization.db.auditEntry.findMany(),
    ]);
    for (const secret of [tokens?.access_token, tokens?.refresh_token, client?.client_secret])
      expect(shown).not.toContain(secret);
  });
});

describe("a state", () => {
  test("is taken once", async () => {
    const { db, owner } = organization;
    const { path: _, ...returned } = await consent((await startAuthorization(db, pluginId, owner)).url);
    await finishAuthorization(db, returned, owner);
    await expect(finishAuthorization(db, returned, owner)).rejects.toMatchObject({ code: "not_found" });
  });

  test("is nobody else's, and nothing in another organisation", async () => {
    const { db, owner } = organization;
    const other = await makeOrganization();
    const { path: _, ...returned } = await consent((await startAuthorization(db, pluginId, owner)).url);
    await expect(finishAuthorization(other.db, returned, other.owner)).rejects.toMatchObject({ code: "not_found" });
    await expect(finishAuthorization(db, returned, other.owner)).rejects.toMatchObject({ code: "forbidden" });
    await expect(finishAuthorization(db, returned, owner)).rejects.toMatchObject({ code: "not_found" });
    expect(await getPlugin(db, pluginId)).toMatchObject({ needsAuthorization: true });
  });

  test("is kept as a digest only", async () => {
    const { db, owner } = organization;
    const state = new URL((await startAuthorization(db, pluginId, owner)).url).searchParams.get("state") ?? "";
    const row = await db.plugin.findFirstOrThrow({ where: { id: pluginId } });
    expect(JSON.stringify(row)).not.toContain(state.split(".")[1]);
  });

  test.each([
    ["a refusal", { error: "access_denied", code: undefined }, "refused at the server"],
    ["a code that is not theirs", { code: "made-up" }, "did not work"],
    ["an answer of another server", { iss: "https://evil.example.test" }, "came from another server"],
  ])("that comes back with %s leaves a sentence and no token", async (_, changed, sentence) => {
    const { db, owner } = organization;
    const { path, ...returned } = await consent((await startAuthorization(db, pluginId, owner)).url);
    await finishAuthorization(db, { ...returned, ...changed }, owner);
    expect(await getPlugin(db, pluginId)).toMatchObject({
      needsAuthorization: true,
      lastError: expect.stringContaining(sentence),
    });
  });
});

describe("an authorisation under way", () => {
  const underWay = async () => {
    const { path: _, ...returned } = await consent(
      (await startAuthorization(organization.db, pluginId, organization.owner)).url,
    );
    return returned;
  };

  test("is worth nothing once the plugin was moved to another server", async () => {
    const { db, owner } = organization;
    const elsewhere = await startMcpServer();
    const returned = await underWay();
    server.tokens.beforeExchange = async () => {
      await updatePlugin(db, pluginId, { url: elsewhere.url }, owner);
    };
    await finishAuthorization(db, returned, owner);
    server.tokens.beforeExchange = async () => {};
    const row = await db.plugin.findFirstOrThrow({ where: { id: pluginId } });
    expect(readOauth(row).tokens).toBeUndefined();
    expect(row.lastError).toContain("was changed before the authorisation was over");
    await elsewhere.stop();
  });

  test("comes back with the server's name where the server promised to give it", async () => {
    const { db, owner } = organization;
    const returned = await underWay();
    await changeMetadata({ authorization_response_iss_parameter_supported: true });
    await finishAuthorization(db, returned, owner);
    expect(await getPlugin(db, pluginId)).toMatchObject({
      needsAuthorization: true,
      lastError: expect.stringContaining("came from another server"),
    });
  });

  test("does not trust a server that gives another one's name as its own", async () => {
    const { db, owner } = organization;
    const returned = await underWay();
    const issuer = "https://honest.example.test/";
    await changeMetadata({ issuer });
    await finishAuthorization(db, { ...returned, iss: issuer }, owner);
    expect(await getPlugin(db, pluginId)).toMatchObject({
      needsAuthorization: true,
      lastError: expect.stringContaining("came from another server"),
    });
  });

  /** As if the server had said so when it was asked. */
  async function changeMetadata(changes: Record<string, unknown>) {
    await changeOauth(organization.db, pluginId, (state) => {
      const { pending } = state;
      if (!pending?.discovery.authorizationServerMetadata) throw new Error("Nothing is under way.");
      Object.assign(pending.discovery.authorizationServerMetadata, changes);
      return state;
    });
  }
});

test("a move to a server that asks for OAuth holds back what was ticked, until it is known what is there", async () => {
  const { db, owner } = organization;
  const open = await startMcpServer();
  const { id } = await connectPlugin(db, { name: "Shop", url: open.url }, owner);
  const { hash } = (await listTools(db, id))[0] ?? {};
  await setTool(db, id, "look", { permission: "allow", hash: hash ?? "" }, owner);
  const selection = { enabledPluginIds: [id], enabledTools: { [id]: ["look"] } };
  expect(await listOfferedTools(db, selection, { conversation: true })).toHaveLength(1);
  await updatePlugin(db, id, { url: server.url }, owner);
  expect(await listOfferedTools(db, selection, { conversation: true })).toEqual([]);
  expect(await getPlugin(db, id)).toMatchObject({ needsAuthorization: true, heldBackCount: 1 });
  await open.stop();
});

describe("an access token that has ended", () => {
  test("is refreshed on the way, and the refresh token that came with it is kept", async () => {
    await authorize();
    for (let times = 0; times < 3; times++) {
      server.tokens.endAccess();
      expect(await refreshPlugin(organization.db, pluginId)).toMatchObject({ lastError: null, toolCount: 1 });
    }
  });

  test("is refreshed beforehand when the server said when it ends", async () => {
    server.tokens.expiresIn = 10;
    await authorize();
    const before = server.tokens.refreshes.length;
    await refreshPlugin(organization.db, pluginId);
    expect(server.tokens.refreshes.length).toBe(before + 1);
  });

  test("is refreshed once by many calls at once: a refresh token that is used twice would be lost", async () => {
    await authorize();
    const { db, owner } = organization;
    const { hash } = (await listTools(db, pluginId))[0] ?? {};
    await setTool(db, pluginId, "look", { permission: "allow", hash: hash ?? "" }, owner);
    const selection = { enabledPluginIds: [pluginId], enabledTools: { [pluginId]: ["look"] } };
    const [look] = await listOfferedTools(db, selection, { conversation: true });
    if (!look) throw new Error("look is not offered.");
    server.tokens.endAccess();
    const before = server.tokens.refreshes.length;
    const allRefused = times(5, server.tokens.refused);
    server.tokens.beforeRefresh = () => allRefused;
    const context = { db, conversationId: null, business: emptyBusiness, dryRun: false };
    const calls = Array.from({ length: 5 }, () => callTool(look, {}, { ...context, callId: randomUUID() }));
    const outcomes = await Promise.all(calls);
    expect(outcomes.map(({ state }) => state)).toEqual(Array(5).fill("done"));
    expect(server.tokens.refreshes.length).toBe(before + 1);
  });

  test("and cannot be refreshed asks for a person", async () => {
    await authorize();
    server.tokens.revokeAll();
    expect(await refreshPlugin(organization.db, pluginId)).toMatchObject({
      needsAuthorization: true,
      lastError: "Somebody has to authorise Frontdesk at the server again.",
    });
    await authorize();
    expect(await getPlugin(organization.db, pluginId)).toMatchObject({ needsAuthorization: false, lastError: null });
  });

  test("is never sent to another address", async () => {
    await authorize();
    const elsewhere = await startMcpServer();
    await updatePlugin(organization.db, pluginId, { url: elsewhere.url }, organization.owner);
    await refreshPlugin(organization.db, pluginId);
    expect(elsewhere.requests.length).toBeGreaterThan(3);
    expect(elsewhere.requests.filter(({ headers }) => headers.authorization)).toEqual([]);
    await elsewhere.stop();
  });
});
