import pg from "pg";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "./conformance/database";
import { takeLease } from "./lease";
import { JOBS_SCHEMA } from "./schema";

describe("takeLease", { timeout: 30_000 }, () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  beforeEach(async () => {
    database = await createTestDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 2 });
    await pool.query(JOBS_SCHEMA);
  });
  afterEach(async () => {
    await pool.end();
    await database.drop();
  });

  const held = (host: string, renewed: string) =>
    pool.query(
      `insert into jobs.lease (holder, host, pid, started_at, renewed_at)
       values ('other', $1, 1, 0, now() - $2::interval)`,
      [host, renewed],
    );
  const holders = () => database.query<{ holder: string }>("select holder from jobs.lease");

  test("takes over from a machine that has not renewed it for a while", async () => {
    await held("elsewhere", "11 seconds");
    const lease = await takeLease(pool, () => {});
    expect(await holders()).not.toEqual([{ holder: "other" }]);
    await lease.release();
    expect(await holders()).toEqual([]);
  });

  test("waits for a lease on another machine to go stale, should its holder be gone", async () => {
    await held("elsewhere", "9 seconds");
    const lease = await takeLease(pool, () => {});
    await lease.release();
    expect(await holders()).toEqual([]);
  });

  test("says when another executor has taken it", async () => {
    const lost = vi.fn();
    const lease = await takeLease(pool, lost);
    await database.query("update jobs.lease set holder = 'other'");
    await vi.waitFor(() => expect(lost).toHaveBeenCalledOnce(), { timeout: 10_000 });
    await lease.release();
    expect(await holders()).toEqual([{ holder: "other" }]);
  });
});
