import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { step } from "./progress.mjs";

const root = join(import.meta.dirname ?? ".", "..");

/** Ends the process with a sentence when this Node is too old. Needs nothing but Node itself, of any version. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `Frontdesk needs Node 20.19 or newer; this is ${process.versions.node}. Get one from https://nodejs.org.`,
  );
  process.exit(1);
}

/** Installs with `npm ci` when node_modules is not what package-lock.json asks for, or when an install was cut short. */
export async function installDependencies() {
  if (isInstalled()) return;
  await step("Installing dependencies", () => npm(["ci", "--include=dev", "--no-audit", "--no-fund"]));
}

function isInstalled() {
  // npm writes its copy of the lock file last, so one that is missing means that nothing is there, or only a part.
  const copy = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(copy)) return false;
  const installed = JSON.parse(readFileSync(copy, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(([path, { version, optional, devOptional, dev }]) => {
    const found = installed[path];
    if (path === "" || found?.version === version) return true;
    return !found && (optional || devOptional || (dev && process.env.NODE_ENV === "production"));
  });
}

/** @param {string[]} args */
function npm(args) {
  // npm tells its scripts where it is itself: this is found on every system, and without a shell.
  const cli = process.env.npm_execpath;
  const [command, ...before] = cli?.endsWith("npm-cli.js") ? [process.execPath, cli] : ["npm"];
  return run(command, [...before, ...args]);
}

/**
 * Runs a command quietly in the project's root; what it wrote is shown only when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<void>}
 */
export function run(command, args, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    /** @type {Buffer[]} */
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(chunk));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) return resolve();
      const text = Buffer.concat(output).toString("utf8").trim();
      reject(new Error(`${[command, ...args].join(" ")} failed (${signal ?? `exit code ${code}`}):\n${text}`));
    });
  });
}
