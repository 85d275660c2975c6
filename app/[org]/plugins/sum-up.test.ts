import { expect, test } from "vitest";
import type { PluginView } from "@/lib/plugins/schema";
import { sumUpPlugins } from "./sum-up";

const plugin = (name: string, more: Partial<PluginView> = {}) =>
  ({ id: name, name, lastError: null, needsAuthorization: false, heldBackCount: 0, ...more }) as PluginView;

test("says how many tools the version has, from how many plugins, and how many ask first", () => {
  const tools = [
    { pluginId: "a", permission: "allow" as const },
    { pluginId: "a", permission: "ask" as const },
    { pluginId: "b", permission: "allow" as const },
  ];
  expect(sumUpPlugins([plugin("a"), plugin("b")], { version: 4, tools })).toEqual({
    sentence: "The live assistant may use 3 tools.",
    proof: "Version 4 has them from 2 plugins; before one of them a person is asked.",
    need: null,
    broken: false,
  });
  expect(sumUpPlugins([], { version: 4, tools: tools.slice(0, 1) })).toMatchObject({
    sentence: "The live assistant may use one tool.",
    proof: "Version 4 has it from one plugin, and no person is asked first.",
  });
});

test("says that there are none, and what to do about it", () => {
  expect(sumUpPlugins([], { version: 1, tools: [] })).toMatchObject({
    sentence: "The live assistant has no tools: it can only talk.",
    proof: expect.stringContaining("choose them in the draft"),
  });
  expect(sumUpPlugins([], null).sentence).toContain("Nobody answers yet");
});

test("names what is wrong, the worst first", () => {
  const held = plugin("Shop", { heldBackCount: 2 });
  const locked = plugin("Calendar", { needsAuthorization: true });
  const failing = plugin("Workshop", { lastError: "It did not answer in 10 s." });
  const needOf = (plugins: PluginView[]) => {
    const { need, broken } = sumUpPlugins(plugins, null);
    return [need, broken];
  };
  expect(needOf([held])).toEqual(["2 ticked tools are held back.", false]);
  expect(needOf([held, locked])).toEqual(["Calendar waits to be authorised.", false]);
  expect(needOf([held, locked, failing])).toEqual(["Workshop is not working.", true]);
  expect(needOf([failing, failing])).toEqual(["2 plugins are not working.", true]);
});
