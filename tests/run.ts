/**
 * Runs the suites one after the other, or only those that are named (`npm test -- unit e2e`), and prints what all of them
 * together came to as the last line, after the names of what failed. A suite that finds no tests has failed: it was not asked, so it cannot have passed.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { buildApp, generateClient } from "../local/build";
import { installChromium } from "./install-chromium";
import { findPostgres } from "./postgres-server";

interface Count {
  passed: number;
  failed: number;
  skipped: number;
  /** What each failed test is called, where the tool tells. */
  failures?: string[];
}

const root = join(import.meta.dirname, "..");
const reports = mkdtempSync(join(tmpdir(), "frontdesk-test-"));
const none: Count = { passed: 0, failed: 0, skipped: 0 };

const suites = {
  lint: () => check("node_modules/.bin/biome", ["check", "--error-on-warnings"]),
  types: async () => {
    const generated = await check("node_modules/.bin/next", ["typegen"]);
    return generated.failed ? generated : check("node_modules/.bin/tsc", ["--noEmit"]);
  },
  unit: () => vitest("unit"),
  postgres: async () => {
    if (process.env.TEST_DATABASE_URL || findPostgres()) {
      return vitest("postgres", withoutDatabase, { TEST_DATABASE: "postgres" });
    }
    console.log("No PostgreSQL is installed here and TEST_DATABASE_URL is not set: this suite is left out.");
    return { ...none, skipped: 1 };
  },
  e2e: async () => {
    await installChromium();
    await buildApp();
    return playwright();
  },
} satisfies Record<string, () => Promise<Count>>;

type SuiteName = keyof typeof suites;

async function main(): Promise<void> {
  const total = { ...none };
  const failures: string[] = [];
  await generateClient();
  for (const name of requestedSuites()) {
    const started = Date.now();
    console.log(`\n━━ ${name} ${"━".repeat(60 - name.length)}`);
    const count = await suites[name]().catch((error) => {
      console.error(error instanceof Error ? error.message : error);
      return { ...none, failed: 1 };
    });
    if (count.passed + count.failed + count.skipped === 0) count.failed = 1;
    console.log(
      `${name}: ${sentence(count)}, ${count.skipped} skipped, in ${Math.round((Date.now() - started) / 1_000)} s`,
    );
    for (const key of ["passed", "failed", "skipped"] as const) total[key] += count[key];
    failures.push(...(count.failures ?? []).map((failure) => `${name}: ${failure}`));
  }
  rmSync(reports, { recursive: true, force: true });
  if (failures.length > 0) console.log(`\nFailed:\n${failures.join("\n")}`);
  if (total.skipped > 0) console.log(`\n${total.skipped} skipped`);
  console.log(sentence(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
}

function requestedSuites(): SuiteName[] {
  const all = Object.keys(suites) as SuiteName[];
  const requested = process.argv.slice(2);
  const unknown = requested.filter((name) => !all.includes(name as SuiteName));
  if (unknown.length > 0) throw new Error(`There is no suite ${unknown.join(", ")}. There are: ${all.join(", ")}.`);
  return requested.length > 0 ? (requested as SuiteName[]) : all;
}

function sentence({ passed, failed }: Count): string {
  return `${passed} passed, ${failed} failed`;
}

/** A tool that says yes or no counts as one test. */
async function check(command: string, args: string[]): Promise<Count> {
  const isFine = await succeeds(command, args);
  return { passed: isFine ? 1 : 0, failed: isFine ? 0 : 1, skipped: 0 };
}

/** What never meets the test database need not be tested on another one. */
const withoutDatabase = ["architecture.test.ts", "local/*.test.ts", "local/models/**", "local/twilio/**"];

async function vitest(name: string, exclude: string[] = [], env: Record<string, string> = {}): Promise<Count> {
  const report = join(reports, `${name}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const isFine = await succeeds(
    "node_modules/.bin/vitest",
    ["run", ...reporters, ...exclude.map((glob) => `--exclude=${glob}`)],
    env,
  );
  const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests, testResults } = readReport(report);
  // A file that cannot even be loaded has no tests to count.
  const failed = isFine ? 0 : Math.max(numFailedTests, 1);
  return { passed, failed, skipped: numPendingTests + numTodoTests, failures: failuresIn(testResults) };
}

/** Of each file that failed: its tests that did, or that it did not come to any. */
function failuresIn(files: VitestFile[]): string[] {
  return files
    .filter(({ status }) => status === "failed")
    .flatMap(({ name, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName);
      return (failed.length > 0 ? failed : ["the file itself"]).map((test) => `${relative(root, name)}: ${test}`);
    });
}

interface VitestFile {
  name: string;
  status: string;
  assertionResults: { status: string; fullName: string }[];
}

async function playwright(): Promise<Count> {
  const report = join(reports, "e2e.json");
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const isFine = await succeeds("node_modules/.bin/playwright", ["test", "--reporter=list,json"], env);
  const { expected: passed, unexpected, flaky, skipped } = readReport(report).stats;
  return { passed, failed: isFine ? 0 : Math.max(unexpected + flaky, 1), skipped };
}

async function succeeds(command: string, args: string[], env: Record<string, string> = {}): Promise<boolean> {
  const child = spawn(join(root, command), args, {
    cwd: root,
    env: { ...process.env, CI: "true", NEXT_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  const [code] = await once(child, "exit");
  return code === 0;
}

// biome-ignore lint/suspicious/noExplicitAny: as the tools write it
function readReport(path: string): any {
  return JSON.parse(readFileSync(path, "utf8"));
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
});
