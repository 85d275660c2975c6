import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { takeLock } from "./lock";

const directory = mkdtempSync(join(tmpdir(), "frontdesk-lock-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("a lock is held by one, until it is released", async () => {
  const path = join(directory, "held");
  const first = await takeLock(path);
  expect(first?.tookOver).toBe(false);
  expect(await takeLock(path)).toBeNull();
  first?.release();
  const second = await takeLock(path);
  expect(second?.tookOver).toBe(false);
  second?.release();
});

test("who waits for a lock gets it when its holder releases it", async () => {
  const path = join(directory, "waited-for");
  const first = await takeLock(path);
  const waiting = takeLock(path, 10_000);
  first?.release();
  expect(await waiting).toMatchObject({ tookOver: false });
});

test("of many who want a lock at once one gets it", async () => {
  const path = join(directory, "wanted");
  const locks = await Promise.all(Array.from({ length: 20 }, () => takeLock(path)));
  expect(locks.filter(Boolean)).toHaveLength(1);
});

test("the lock of a process that was killed is taken over", async () => {
  const path = join(directory, "left-behind");
  const gone = await takeLock(path);
  gone?.release();
  writeFileSync(path, "1");
  expect(await takeLock(path)).toMatchObject({ tookOver: true });
});
