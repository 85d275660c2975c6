import { defineConfig, devices } from "@playwright/test";
import { findChromium } from "./e2e/find-chromium";

const processTests = /(stack|kill|first-run)\.spec\.ts$/;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers: 2,
  // A limit that only what hangs meets, beside other work on the same processors too.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  projects: [
    // One stack for all: browsers beside each other would only wait for each other.
    { name: "journeys", testIgnore: processTests, workers: 1 },
    // These start and kill stacks of their own.
    { name: "processes", testMatch: processTests },
  ],
  use: {
    ...devices["Desktop Chrome"],
    trace: "retain-on-failure",
    launchOptions: { executablePath: findChromium(), args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] },
  },
});
