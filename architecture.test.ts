import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

const root = import.meta.dirname;
const isTest = (path: string) =>
  /(\.test\.tsx?|\/test-[\w-]+\.ts)$/.test(path) || path.startsWith("tests/") || path.startsWith("e2e/");

const files = ["app", "pages", "components", "inngest", "lib", "local", "prisma", "scripts", "."].flatMap(sourcesIn);
const code = files.filter((file) => !isTest(file.path));

describe("imports only ever point down", () => {
  const leaf = /^lib\/(csv|env|errors|events|logger|mail|parse-input|secrets|storable|time-limit)$/;
  const schema = /^lib\/[\w-]+\/schema$/;
  const generated = /^generated\/prisma\//;
  const domain = /^lib\/(?!db\/|auth\/|twilio\/)[\w-]+/;

  holds("a leaf of lib imports leaves", leaf, [leaf, generated]);
  holds("lib/db imports leaves", /^lib\/db\//, [/^lib\/db\//, leaf, generated]);
  holds("lib/twilio imports lib/db and below", /^lib\/twilio\//, [/^lib\/(twilio|db)\//, leaf, schema, generated]);
  holds("lib/auth imports lib/db and below", /^lib\/auth\//, [/^lib\/(auth|db)\//, leaf, schema, generated]);
  holds("a domain of lib stays in lib", domain, [/^lib\//, generated]);
  holds("app imports what is below it", /^app\//, [/^(app|inngest|components|lib)\//, generated]);
  holds("pages import lib", /^pages\//, [/^lib\//]);
  holds("inngest imports lib", /^inngest\//, [/^(inngest|lib)\//, generated]);
  holds("components import components and the schemas of lib", /^components\//, [/^components\//, schema, leaf]);
  holds("local imports nothing of the app or of lib", /^local\//, [/^local\//, /^prisma\/(migrate|seed)$/]);

  test("no file imports itself by way of others", () => {
    const imports = new Map(code.map(({ path, ownImports }) => [withoutExtension(path), ownImports]));
    expect([...imports.keys()].map((path) => circleFrom(path, imports)).filter(Boolean)).toEqual([]);
  });

  function holds(rule: string, from: RegExp, allowed: RegExp[]): void {
    test(rule, () => {
      const importers = code.filter(({ path }) => from.test(withoutExtension(path)));
      const wrong = importers.flatMap(({ path, ownImports }) =>
        ownImports.filter((to) => !allowed.some((rule) => rule.test(to))).map((to) => `${path} imports ${to}`),
      );
      expect(importers).not.toEqual([]);
      expect(wrong).toEqual([]);
    });
  }
});

describe("some things are done in one place only", () => {
  onlyIn("the twilio package is imported", /from "twilio(\/|")/, /^lib\/twilio\//);
  onlyIn(
    "process.env is read",
    /process\.env\b(?!\.NEXT_RUNTIME)/,
    /^(lib\/env\.ts|(local|scripts|prisma)\/.+|[\w.-]+\.config\.ts|test\.mjs)$/,
  );
  onlyIn(
    "the unscoped database is reached",
    /\bdatabase\(\)/,
    /^(lib\/(db|auth|channels|organizations)\/.+|lib\/(outbox|sweeper)\.ts|(scripts|prisma)\/.+)$/,
  );

  function onlyIn(deed: string, pattern: RegExp, places: RegExp): void {
    test(deed, () => {
      const doers = code.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
      expect(doers.some((path) => places.test(path))).toBe(true);
      expect(doers.filter((path) => !places.test(path))).toEqual([]);
    });
  }
});

interface Source {
  path: string;
  text: string;
  /** Without extension, from the root. */
  ownImports: string[];
}

function sourcesIn(folder: string): Source[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: folder !== "." });
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => readSource(join(entry.parentPath, entry.name).slice(root.length + 1)));
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), "utf8");
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
  const ownImports = specifiers.flatMap((specifier) => {
    if (specifier.startsWith("@/")) return [withoutExtension(specifier.slice(2))];
    return specifier.startsWith(".") ? [withoutExtension(normalize(join(dirname(path), specifier)))] : [];
  });
  return { path, text, ownImports };
}

function withoutExtension(path: string): string {
  return path.replace(/\.(tsx?|mjs)$/, "");
}

/** The way from a file back to itself; undefined when there is none. */
function circleFrom(start: string, imports: Map<string, string[]>): string | undefined {
  const seen = new Set<string>();
  const ways = [[start]];
  for (let way = ways.pop(); way; way = ways.pop()) {
    for (const next of imports.get(way.at(-1) ?? "") ?? []) {
      if (next === start) return [...way, next].join(" → ");
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}
