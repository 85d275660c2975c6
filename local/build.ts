import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./dependencies.mjs";
import { step } from "./progress.mjs";

const root = join(import.meta.dirname, "..");
const sources = ["app", "pages", "components", "inngest", "lib", "public", "prisma/schema.prisma"];
const configuration = [
  "instrumentation.ts",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];

/** Generates Prisma's client when schema.prisma has changed since. */
export async function generateClient(): Promise<void> {
  const schema = fingerprint(["prisma/schema.prisma", "package-lock.json"]);
  await whenStale("generated/prisma/.made-from", schema, "Generating the database client", () =>
    // `generate` needs no schema engine, but downloads one unless this names a file that exists.
    runBinary("prisma", "build/index.js", ["generate"], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }),
  );
}

/** Builds the app when a source has changed since its last build that came to an end. */
export async function buildApp(): Promise<void> {
  await whenStale(".next/made-from", fingerprint([...sources, ...configuration]), "Building the app", () =>
    runBinary("next", "dist/bin/next", ["build"], { NODE_ENV: "production" }),
  );
}

async function whenStale(stamp: string, wanted: string, name: string, make: () => Promise<void>): Promise<void> {
  const path = join(root, stamp);
  if (existsSync(path) && readFileSync(path, "utf8") === wanted) return;
  rmSync(path, { force: true });
  await step(name, make);
  writeFileSync(path, wanted);
}

function runBinary(name: string, file: string, args: string[], env: Record<string, string>): Promise<void> {
  const path = join(root, "node_modules", name, file);
  return run(process.execPath, [path, ...args], { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env });
}

/** SHA-256 over names and contents; tests do not count, and what is absent is simply absent. */
function fingerprint(paths: string[]): string {
  const hash = createHash("sha256").update(process.version);
  for (const path of paths.flatMap(filesBelow)) hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest("hex");
}

function filesBelow(path: string): string[] {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [path];
  const entries = readdirSync(absolute, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
