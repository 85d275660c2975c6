import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { TestOrganization } from "@/tests/make-organization";
import { connectPlugin, deletePlugin, refreshPlugin } from "../../plugins/plugins";
import { startMcpServer, type TestMcpServer, tool } from "../../plugins/test-mcp-server";
import { listTools, setTool } from "../../plugins/tools";
import { connected, look, startHealthStage } from "../test-stage";

let twilio: Awaited<ReturnType<typeof startHealthStage>>;
let server: TestMcpServer;
let organization: TestOrganization;
let pluginId: string;

beforeAll(async () => {
  twilio = await startHealthStage();
});
afterAll(() => twilio.close());

beforeEach(async () => {
  server = await startMcpServer();
  organization = await connected();
  const { db, owner, version } = organization;
  ({ id: pluginId } = await connectPlugin(db, { name: "Shop", url: server.url }, owner));
  const hash = (await listTools(db, pluginId))[0]?.hash ?? "";
  await setTool(db, pluginId, "look", { permission: "allow", hash }, owner);
  const data = { enabledPluginIds: [pluginId], enabledTools: { [pluginId]: ["look"] } };
  await db.appVersion.update({ where: { id: version.id }, data });
  return () => server.stop();
});

async function verdict() {
  await refreshPlugin(organization.db, pluginId);
  return look(organization, "plugins");
}

test("a server that answers, and offers what was ticked, is good", async () => {
  expect(await verdict()).toMatchObject({ status: "good", sentence: "1 server in use, and nothing is wrong." });
});

test("a tool that its server has changed is held back: that wants a look", async () => {
  server.behaviour.tools = [tool("look", { description: "Does something else." })];
  expect(await verdict()).toMatchObject({ status: "look", sentence: "1 tool is held back" });
});

test("a server that is away is broken, with what happened", async () => {
  server.behaviour.intercept = (_, response) => Boolean(response.writeHead(503).end());
  expect(await verdict()).toMatchObject({
    status: "broken",
    sentence: "Shop does not answer as it should",
    whatHappened: expect.stringContaining("failed with status 503"),
  });
});

test("a plugin that was deleted while the assistant used it wants a look", async () => {
  await deletePlugin(organization.db, pluginId, organization.owner);
  expect(await look(organization, "plugins")).toMatchObject({ status: "look" });
});

test("a server that no version uses says nothing", async () => {
  const { db, version } = organization;
  await db.appVersion.update({ where: { id: version.id }, data: { enabledPluginIds: [] } });
  server.behaviour.intercept = (_, response) => Boolean(response.writeHead(503).end());
  expect(await verdict()).toMatchObject({ status: "good" });
});
