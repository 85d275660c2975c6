// `npm start`: installs what is missing, then starts the whole product. This file runs before anything is installed.
import { installDependencies, requireNode } from "./local/dependencies.mjs";

requireNode();
try {
  await installDependencies();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
(await import("tsx/esm/api")).register();
await import("./local/start.ts");
