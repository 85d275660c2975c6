import { describe, expect, it, test } from "vitest";
import { z } from "zod";
import { firstPartyPrefix, pluginIdSchema } from "../schema";
import { firstPartyPlugins } from "./index";

test("each plugin of our own has a name and a key of its own", () => {
  const names = firstPartyPlugins.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(firstPartyPlugins.map(({ key }) => key)).size).toBe(names.length);
});

describe.each(firstPartyPlugins.map((plugin) => [plugin.name, plugin] as const))("%s", (name, plugin) => {
  it("has an id, a key that models take, and words for the owner", () => {
    expect(pluginIdSchema.safeParse(`${firstPartyPrefix}${name}`).success).toBe(true);
    expect(plugin.key).toBe(name.replaceAll("-", "_"));
    expect(plugin.description).toMatch(/^[A-Z].{20,200}\.$/);
  });

  it("has no two tools of one name, and none too long for a model", () => {
    const names = plugin.tools.map((tool) => tool.name);
    expect(new Set(names).size).toBe(names.length);
    for (const tool of names) expect(`${plugin.key}__${tool}`).toMatch(/^[a-z][a-z0-9_]{0,63}$/);
  });

  it.each(plugin.tools.map((tool) => [tool.name, tool] as const))("%s tells the model what it takes", (_, tool) => {
    const schema = z.toJSONSchema(tool.input, { io: "input" });
    expect(schema).toMatchObject({ type: "object", additionalProperties: false });
    expect(JSON.stringify(schema).length).toBeLessThan(2_000);
    expect(tool.description.length).toBeLessThan(600);
    expect(tool.description).toMatch(/\.$/);
  });
});
