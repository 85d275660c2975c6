import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { forkTypeScript, reportOf } from "./fork-typescript";

const directory = mkdtempSync(join(tmpdir(), "frontdesk-database-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("the embedded database", () => {
  test("opens again after kill -9 with every acknowledged commit, and with nothing of an open transaction", async () => {
    let acknowledged = 0;
    for (let round = 0; round < 4; round++) {
      const { child, url } = await startChild();
      const pool = new pg.Pool({ connectionString: url, max: 4 });
      pool.on("error", () => {});
      await pool.query("CREATE TABLE IF NOT EXISTS note (id int PRIMARY KEY, text text)");
      const { rows } = await pool.query("SELECT count(*)::int AS notes, coalesce(max(id), 0) AS last FROM note");
      expect(rows[0].notes).toBeGreaterThanOrEqual(acknowledged);
      expect(rows[0].notes).toBe(rows[0].last);
      acknowledged = rows[0].notes;

      const killAt = acknowledged + 40;
      while (acknowledged < killAt) {
        await pool.query("INSERT INTO note VALUES ($1, repeat('x', 2000))", [acknowledged + 1]);
        acknowledged++;
      }
      const open = await pool.connect();
      open.on("error", () => {});
      await open.query("BEGIN");
      await open.query("INSERT INTO note VALUES ($1, 'never committed')", [acknowledged + 1_000_000]);
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      open.release(true);
      await pool.end();
    }
  }, 60_000);

  test("has pgvector", async () => {
    const { child, url } = await startChild();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("CREATE EXTENSION IF NOT EXISTS vector");
    const { rows } = await client.query("SELECT '[1,2]'::vector <-> '[1,4]'::vector AS distance");
    await client.end();
    child.kill("SIGTERM");
    await once(child, "exit");
    expect(rows).toEqual([{ distance: 2 }]);
  });
});

async function startChild() {
  const child = forkTypeScript("local/database.ts", { env: { ...process.env, DATA_DIR: directory } });
  const report = await reportOf<{ url: string }>(child);
  return { child, url: report.url };
}
