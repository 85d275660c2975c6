import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { parseInput } from "../parse-input";
import { fillEnabledTools } from "./fill-enabled-tools";
import { listOfferedTools } from "./offered-tools";
import { connectPlugin, listPlugins } from "./plugins";
import { toolCallsRequest } from "./schema";
import { says, startMcpServer, type TestMcpServer, tool } from "./test-mcp-server";
import { connectTicked, offeredOf } from "./test-ticked";
import { testTool } from "./test-tool";
import { getToolCall, listToolCalls } from "./tool-calls";
import { getTool, listTools, setTool } from "./tools";

let organization: TestOrganization;
let server: TestMcpServer;

beforeEach(async () => {
  organization = await makeOrganization();
  server = await startMcpServer({ call: ({ arguments: given }) => says(`Seen ${JSON.stringify(given)}`) });
});
afterEach(() => server.stop());

const hours = "first_party:calendar-hours";

async function connect(name = "Shop") {
  const { db, owner } = organization;
  return (await connectPlugin(db, { name, url: server.url }, owner)).id;
}

describe("deciding of a tool", () => {
  test("ticks exactly the definition that was looked at", async () => {
    const { db, owner } = organization;
    const id = await connect();
    const seen = (await getTool(db, id, "look")).hash ?? "";
    const refused = setTool(db, id, "look", { permission: "allow" }, owner);
    await expect(refused).rejects.toMatchObject({ code: "invalid", details: { fields: { hash: expect.any(String) } } });
    const other = setTool(db, id, "look", { permission: "allow", hash: "0".repeat(64) }, owner);
    await expect(other).rejects.toMatchObject({ code: "conflict" });
    expect(await offeredOf(db, id)).toEqual([]);
    expect(await setTool(db, id, "look", { permission: "ask", hash: seen }, owner)).toMatchObject({
      permission: "ask",
    });
    expect(await offeredOf(db, id)).toMatchObject([{ permission: "ask", repeatable: true }]);
  });

  test("keeps the tick when only its limits change, and forgets it when it is denied", async () => {
    const { db, owner } = organization;
    const id = await connectTicked(organization, server.url);
    const rules = [{ kind: "one_of" as const, argument: "size", values: ["S"] }];
    expect(await setTool(db, id, "look", { rules, timeoutMs: 2_000 }, owner)).toMatchObject({
      permission: "allow",
      rules,
    });
    expect(await offeredOf(db, id)).toMatchObject([{ rules, timeoutMs: 2_000 }]);
    await setTool(db, id, "look", { permission: "deny" }, owner);
    expect(await offeredOf(db, id)).toEqual([]);
    await expect(setTool(db, id, "look", { permission: "allow" }, owner)).rejects.toMatchObject({ code: "invalid" });
  });

  test("is written in the audit log", async () => {
    const { db, owner } = organization;
    await connectTicked(organization, server.url);
    expect(await db.auditEntry.findFirst({ where: { action: "plugin_tool.changed" } })).toMatchObject({
      userId: owner.id,
      subject: "Shop: look",
      before: { permission: "deny" },
      after: { permission: "allow", definition: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  test("refuses a rule whose pattern is none", async () => {
    const { db, owner } = organization;
    const id = await connect();
    const rules = [{ kind: "pattern" as const, argument: "to", pattern: "(?!a)" }];
    await expect(setTool(db, id, "look", { rules }, owner)).rejects.toMatchObject({
      details: { fields: { "rules.0.pattern": expect.any(String) } },
    });
  });
});

describe("a plugin of ours", () => {
  test("is there without a row, allowed, and has rows once somebody decides otherwise", async () => {
    const { db, owner } = organization;
    const first = (await listPlugins(db)).find(({ id }) => id === hours);
    expect(first).toMatchObject({ id: hours, kind: "first_party", createdAt: null, heldBackCount: 0 });
    const [opening] = await listTools(db, hours);
    if (!opening) throw new Error("There is no tool.");
    expect(opening).toMatchObject({ permission: "allow", heldBack: null, tokens: expect.any(Number) });
    expect(await offeredOf(db, hours)).toHaveLength(first?.toolCount ?? 0);
    await setTool(db, hours, opening.name, { permission: "deny" }, owner);
    expect((await offeredOf(db, hours)).map(({ name }) => name)).not.toContain(opening.name);
    await setTool(db, hours, opening.name, { permission: "ask", timeoutMs: 3_000 }, owner);
    expect(await getTool(db, hours, opening.name)).toMatchObject({ permission: "ask", timeoutMs: 3_000 });
    await expect(setTool(db, hours, "none", { permission: "deny" }, owner)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("what a model is offered", () => {
  test("are 50 tools of 5 servers, in the order of the selection, while none of them is there to be asked", async () => {
    const { db } = organization;
    const many = await startMcpServer({ tools: Array.from({ length: 10 }, (_, index) => tool(`t${index}`)) });
    const ids: string[] = [];
    for (const name of ["E", "D", "C", "B", "A"]) ids.push(await connectTicked(organization, many.url, { name }));
    await many.stop();
    const offered = await offeredOf(db, ...ids);
    expect(offered).toHaveLength(50);
    expect(new Set(offered.map(({ callName }) => callName)).size).toBe(50);
    expect(offered.map(({ callName }) => callName)).toEqual(
      ["e", "d", "c", "b", "a"].flatMap((key) => Array.from({ length: 10 }, (_, index) => `${key}__t${index}`)),
    );
  });

  test("is nothing that was not chosen", async () => {
    const { db } = organization;
    server.behaviour.tools = [tool("look"), tool("listen")];
    const id = await connectTicked(organization, server.url);
    const offer = (enabledPluginIds: string[], enabledTools: Record<string, string[]>) =>
      listOfferedTools(db, { enabledPluginIds, enabledTools }, { conversation: true });
    expect(await offer([], { [id]: ["look"] })).toEqual([]);
    expect(await offer([id], {})).toEqual([]);
    expect(await offer([id], { [id]: ["look", "made-up"] })).toMatchObject([{ name: "look" }]);
  });

  test("outside a conversation is nothing that a person has to approve, or that acts on its customer", async () => {
    const { db, owner } = organization;
    const id = await connect();
    await setTool(db, id, "look", { permission: "ask", hash: (await getTool(db, id, "look")).hash ?? "" }, owner);
    const enabledPluginIds = [id, ...(await listPlugins(db)).filter(({ kind }) => kind !== "mcp").map((own) => own.id)];
    const selection = await fillEnabledTools(db, { enabledPluginIds, enabledTools: {} });
    const inside = await listOfferedTools(db, selection, { conversation: true });
    const outside = await listOfferedTools(db, selection, { conversation: false });
    expect(inside.map(({ name }) => name)).toContain("look");
    expect(new Set(outside.map(({ pluginId }) => pluginId))).toEqual(new Set([hours]));
  });

  test("has names that every provider takes, each its own", async () => {
    const { db } = organization;
    const names = ["a.b", "a/b", "a_b", "x".repeat(100), `${"x".repeat(99)}y`, "größe"];
    server.behaviour.tools = names.map((name) => tool(name));
    const offered = await offeredOf(db, await connectTicked(organization, server.url));
    expect(offered.map(({ name }) => name).sort()).toEqual([...names].sort());
    const callNames = offered.map(({ callName }) => callName);
    expect(new Set(callNames).size).toBe(names.length);
    for (const callName of callNames) expect(callName).toMatch(/^shop__[A-Za-z0-9_-]{1,58}$/);
  });
});

describe("what a version has of tools", () => {
  test("is filled with what is ticked, once a plugin is enabled and nothing is said of it", async () => {
    const { db } = organization;
    server.behaviour.tools = [tool("look"), tool("listen")];
    const id = await connectTicked(organization, server.url);
    const filled = await fillEnabledTools(db, { enabledPluginIds: [id], enabledTools: { [hours]: ["opening_hours"] } });
    expect(filled).toEqual({ enabledPluginIds: [id], enabledTools: { [id]: ["listen", "look"] } });
    expect(await fillEnabledTools(db, { enabledPluginIds: [id], enabledTools: { [id]: [] } })).toEqual({
      enabledPluginIds: [id],
      enabledTools: { [id]: [] },
    });
  });

  test("names no plugin of another organisation", async () => {
    const id = await connect();
    const { db } = await makeOrganization();
    await expect(fillEnabledTools(db, { enabledPluginIds: [hours, id], enabledTools: {} })).rejects.toMatchObject({
      code: "not_found",
      details: { fields: { enabledPluginIds: "There is no such plugin." } },
    });
  });
});

describe("trying a tool", () => {
  test("really runs it, ticked or not, and keeps the call", async () => {
    const { db } = organization;
    const id = await connect();
    const call = await testTool(db, id, "look", { input: { size: "S" } });
    expect(call).toMatchObject({
      origin: "test",
      pluginName: "Shop",
      toolName: "look",
      input: { size: "S" },
      output: 'Seen {"size":"S"}',
      error: null,
      state: "done",
      conversationId: null,
      attempts: 1,
      ms: expect.any(Number),
    });
    expect(await getToolCall(db, call.id)).toEqual(call);
    expect(await getTool(db, id, "look")).toMatchObject({
      lastCall: { at: call.createdAt, state: "done" },
      lastFailure: null,
    });
  });

  test("keeps what went wrong, and the list of tools tells it", async () => {
    const { db } = organization;
    const id = await connect();
    server.behaviour.call = () => ({ ...says("Out of stock."), isError: true });
    expect(await testTool(db, id, "look", {})).toMatchObject({ state: "failed", error: "Out of stock.", output: null });
    server.behaviour.call = () => says("Here.");
    await testTool(db, id, "look", {});
    expect(await getTool(db, id, "look")).toMatchObject({
      lastCall: { state: "done" },
      lastFailure: { at: expect.any(Date), error: "Out of stock." },
    });
  });

  test("of ours works, and says of one that needs a customer where to try it", async () => {
    const { db } = organization;
    const [opening] = await listTools(db, hours);
    expect(await testTool(db, hours, opening?.name ?? "", {})).toMatchObject({ state: "done" });
    const handoff = "first_party:handoff";
    const [flag] = await listTools(db, handoff);
    await expect(testTool(db, handoff, flag?.name ?? "", {})).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("the log of calls", () => {
  test("is read in pages, newest first, by every filter, and searched in what went in and out", async () => {
    const { db } = organization;
    const id = await connect();
    const made: string[] = [];
    for (const size of ["S", "M", "100%", "L"]) made.unshift((await testTool(db, id, "look", { input: { size } })).id);
    const ids = async (asked: object) =>
      (await listToolCalls(db, parseInput(toolCallsRequest, asked))).data.map((call) => call.id);
    const first = await listToolCalls(db, parseInput(toolCallsRequest, { limit: 3 }));
    expect(first.data.map((call) => call.id)).toEqual(made.slice(0, 3));
    expect(await ids({ cursor: first.nextCursor })).toEqual(made.slice(3));
    expect(await ids({ q: '"size": "m"' })).toEqual([made[2]]);
    expect(await ids({ q: "seen {" })).toEqual(made);
    expect(await ids({ q: "0%" })).toEqual([made[1]]);
    expect(await ids({ q: "_0" })).toEqual([]);
    await expect(ids({ q: "\u0000" })).rejects.toMatchObject({ code: "invalid" });
    expect(await ids({ q: "SHOP", toolName: "look", pluginId: id, origin: "test", state: "done" })).toEqual(made);
    expect(await ids({ state: "failed" })).toEqual([]);
    await expect(ids({ cursor: "x" })).rejects.toMatchObject({ code: "invalid" });
  });

  test("has nothing of another organisation", async () => {
    const call = await testTool(organization.db, await connect(), "look", {});
    const { db } = await makeOrganization();
    expect(await listToolCalls(db, parseInput(toolCallsRequest, {}))).toEqual({ data: [], nextCursor: null });
    await expect(getToolCall(db, call.id)).rejects.toMatchObject({ code: "not_found" });
  });
});
