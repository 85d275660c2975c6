import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { callTool } from "./call-tool";
import { connectPlugin } from "./plugins";
import { startStranger } from "./test-stranger";
import { contextOf, offeredOf } from "./test-ticked";
import { listTools, setTool } from "./tools";

let organization: TestOrganization;
let server: Awaited<ReturnType<typeof startStranger>>;
let pluginId: string;

/** Ticks one tool and calls it. */
async function tickAndCall(name: string, input: object) {
  const { db, owner } = organization;
  const { hash } = (await listTools(db, pluginId)).find((tool) => tool.name === name) ?? {};
  await setTool(db, pluginId, name, { permission: "allow", hash: hash ?? "" }, owner);
  const tool = (await offeredOf(db, pluginId)).find((each) => each.name === name);
  if (!tool) throw new Error(`${name} is not offered.`);
  return { tool, outcome: await callTool(tool, input, contextOf(db)) };
}

describe.each(["everything", "everythingOverSse"] as const)("the MCP project's own server: %s", (name) => {
  beforeAll(async () => {
    server = await startStranger(name);
    organization = await makeOrganization();
  });
  afterAll(() => server.stop());

  test("is connected with the transport that it speaks, and none of its tools is allowed", async () => {
    const { db, owner } = organization;
    const plugin = await connectPlugin(db, { name: "Everything & more", url: server.url }, owner);
    pluginId = plugin.id;
    expect(plugin).toMatchObject({
      key: "everything_more",
      transport: name === "everything" ? "streamable_http" : "sse",
      auth: "none",
      serverName: expect.stringContaining("everything"),
      lastError: null,
      tickedCount: 0,
    });
    expect(plugin.toolCount).toBeGreaterThan(5);
    const tools = await listTools(db, pluginId);
    expect(tools).toHaveLength(plugin.toolCount);
    expect(new Set(tools.map(({ permission }) => permission))).toEqual(new Set(["deny"]));
    expect(await offeredOf(db, pluginId)).toEqual([]);
  });

  test.each([
    ["echo", { message: "Good morning" }, "Echo: Good morning"],
    ["get-sum", { a: 17, b: 25 }, "The sum of 17 and 25 is 42."],
    ["get-structured-content", { location: "Chicago" }, '"temperature":36'],
    ["get-tiny-image", {}, "[A picture (image/png, 4 KB) is not passed on.]"],
    ["get-resource-links", { count: 2 }, "demo://resource/dynamic/"],
    ["get-resource-reference", { resourceType: "Text", resourceId: 1 }, "demo://resource/dynamic/text/1"],
    ["trigger-long-running-operation", { duration: 1, steps: 2 }, "Long running operation completed."],
  ])("%s is ticked, offered and called", async (toolName, input, said) => {
    const { tool, outcome } = await tickAndCall(toolName, input);
    expect(tool).toMatchObject({ name: toolName, callName: `everything_more__${toolName}`, permission: "allow" });
    expect(outcome).toMatchObject({ state: "done", output: expect.stringContaining(said), truncated: false });
  });

  test("a tool that only runs as a task of MCP is listed and cannot be ticked", async () => {
    const { db } = organization;
    const tools = await listTools(db, pluginId);
    const tasks = tools.filter(({ definition }) => definition.requiresTask).map((tool) => tool.name);
    expect(tasks).toEqual(name === "everything" ? ["simulate-research-query"] : expect.any(Array));
    for (const task of tasks) await expect(tickAndCall(task, {})).rejects.toMatchObject({ code: "invalid" });
  });

  test("arguments that do not fit a tool's schema reach nobody", async () => {
    expect((await tickAndCall("get-sum", { a: "17", b: 25 })).outcome).toEqual({
      state: "blocked",
      error: "The arguments do not fit the tool’s schema: a must be number.",
    });
  });

  test("one that died says so, and what it cannot have done", async () => {
    await server.stop();
    const { outcome } = await tickAndCall("echo", { message: "Anybody?" });
    expect(outcome).toEqual({ state: "failed", error: "The server could not be reached (ECONNREFUSED)." });
    server = await startStranger(name);
  });
});

describe("a server made of the next generation of the SDK", () => {
  beforeAll(async () => {
    server = await startStranger("budgetAllocator");
    organization = await makeOrganization();
    const { db, owner } = organization;
    ({ id: pluginId } = await connectPlugin(db, { name: "Budget", url: server.url }, owner));
  });
  afterAll(() => server.stop());

  test("is connected, its tool ticked, offered and called", async () => {
    const { tool, outcome } = await tickAndCall("get-budget-data", {});
    expect(tool).toMatchObject({
      callName: "budget__get-budget-data",
      definition: { inputSchema: { type: "object" } },
    });
    expect(outcome).toMatchObject({ state: "done", output: expect.stringContaining("Default Budget: $100,000") });
  });
});
