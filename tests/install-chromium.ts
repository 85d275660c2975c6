import { existsSync } from "node:fs";
import { findChromium } from "../e2e/find-chromium";
import { run } from "../local/dependencies.mjs";
import { step } from "../local/progress.mjs";

/** Installs Debian's Chromium where none is found and that is possible. Throws with what to do where it is not. */
export async function installChromium(): Promise<void> {
  if (findChromium()) return;
  if (!existsSync("/usr/bin/apt-get")) throw new Error(instruction);
  const become = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const aptGet = (...args: string[]) => {
    const [command = "", ...rest] = [...become, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
    return run(command, rest);
  };
  try {
    await step("Installing Chromium", async () => {
      await aptGet("update");
      await aptGet("install", "-y", "--no-install-recommends", "chromium");
    });
  } catch (error) {
    throw new Error(`${instruction}\n${(error as Error).message}`);
  }
  if (!findChromium()) throw new Error(instruction);
}

const instruction =
  "The browser tests need Chromium. Install it (Debian: sudo apt-get install chromium), or set CHROMIUM_PATH to one.";
