import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { slugSchema } from "./schema";

const root = join(import.meta.dirname, "../..");

/** First segments of the addresses that a folder serves. A group `(x)` is no segment of its own; `[x]` is a variable. */
function segmentsOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith("(")) return segmentsOf(join(folder, entry.name));
    if (entry.isDirectory()) return entry.name.startsWith("[") ? [] : [entry.name];
    return /\.(svg|ico|png|txt|xml|webmanifest)$/.test(entry.name) ? [entry.name] : [];
  });
}

test("no organisation can be called like a fixed path of the app", () => {
  // What lies in pages/api/ is also reached without /api, by a rewrite of next.config.ts.
  const segments = ["app", "pages", "pages/api"].flatMap((folder) => segmentsOf(join(root, folder)));
  expect(segments).toEqual(expect.arrayContaining(["sign-in", "api", "models", "whatsapp-app", "webhooks"]));
  expect(segments.filter((segment) => slugSchema.safeParse(segment).success)).toEqual([]);
});

test("no organisation can be called like a public file or one of the framework's own paths", () => {
  const files = readdirSync(root).includes("public") ? readdirSync(join(root, "public")) : [];
  const names = [...files, "_next", "favicon.ico", "robots.txt", "sitemap.xml", ".well-known"];
  expect(names.filter((name) => slugSchema.safeParse(name).success)).toEqual([]);
});

test.each(["v1", "docs", "settings", "auth"])("%s is kept for the app, with the reason said", (slug) => {
  expect(slugSchema.safeParse(slug).error?.issues[0]?.message).toContain("kept for Frontdesk");
});
