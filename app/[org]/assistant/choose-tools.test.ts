import { expect, test } from "vitest";
import { chooseTools } from "./choose-tools";

test("a plugin is enabled with its first tool and no longer with its last", () => {
  const none = { enabledPluginIds: [], enabledTools: {} };
  const one = chooseTools(none, "shop", ["look_up"]);
  expect(one).toEqual({ enabledPluginIds: ["shop"], enabledTools: { shop: ["look_up"] } });
  const two = chooseTools(one, "shop", ["look_up", "book"]);
  expect(two).toEqual({ enabledPluginIds: ["shop"], enabledTools: { shop: ["look_up", "book"] } });
  expect(chooseTools(two, "shop", [])).toEqual(none);
});
