// `npm test`: installs what is missing, then runs every suite. This file runs before anything is installed.
import { installDependencies, requireNode } from "./local/dependencies.mjs";

requireNode();
try {
  await installDependencies();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
(await import("tsx/esm/api")).register();
await import("./tests/run.ts");
