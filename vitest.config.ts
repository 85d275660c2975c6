import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  resolve: {
    alias: { "@": path("."), "server-only": path("node_modules/server-only/empty.js") },
  },
  test: {
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", ".next/**", ".data/**", "e2e/**"],
    globalSetup: ["tests/test-database.ts"],
    setupFiles: ["tests/environment.ts"],
    // Most of the time goes by in waiting for retries and receipts, and Vitest's default on two processors is one worker.
    maxWorkers: 3,
    // Guards against a hang, not bars: a machine that does other work at the same time is slow.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
