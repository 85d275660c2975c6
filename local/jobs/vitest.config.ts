/** `npm run test:jobs`: the embedded executor's own tests and its conformance suite. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["local/jobs/**/*.test.ts"],
    // Prints which job server ran.
    disableConsoleIntercept: true,
    hookTimeout: 30_000,
  },
});
