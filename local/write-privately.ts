import { renameSync, writeFileSync } from "node:fs";

/** Writes JSON that only this user may read, whole or not at all: a reader never meets half of it. */
export function writePrivately(path: string, value: unknown): void {
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}
