import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDatabase } from "./database";

describe("one session behind many connections", () => {
  let database: Awaited<ReturnType<typeof startDatabase>>;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await startDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 20 });
  });
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });

  it("gives every client the rows of its own query, however many ask at once", async () => {
    const asked = Array.from({ length: 400 }, (_, index) => index);
    const given = await Promise.all(
      asked.map(async (index) => {
        const columns = Array.from({ length: (index % 5) + 1 }, (_, column) => `$1::int + ${column} AS c${column}`);
        const { rows } = await pool.query(`SELECT ${columns.join(", ")}`, [index]);
        return rows[0];
      }),
    );
    for (const index of asked) {
      const expected = Array.from({ length: (index % 5) + 1 }, (_, column) => [`c${column}`, index + column]);
      expect(given[index]).toEqual(Object.fromEntries(expected));
    }
  });

  it("lets nobody into an open transaction, and rolls it back when its client is gone", async () => {
    await pool.query("CREATE TABLE ledger (entry text)");
    const client = new pg.Client(database.url);
    client.on("error", () => {});
    await client.connect();
    await client.query("BEGIN");
    await client.query("INSERT INTO ledger VALUES ('half done')");
    const others = pool.query("SELECT count(*)::int AS entries FROM ledger");
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    expect((await others).rows).toEqual([{ entries: 0 }]);
  });

  it("goes on after a statement that fails", async () => {
    await expect(pool.query("SELECT nothing_like_this($1)", [1])).rejects.toThrow("nothing_like_this");
    expect((await pool.query("SELECT $1::text AS word", ["fine"])).rows).toEqual([{ word: "fine" }]);
  });

  it("takes a message that comes in many pieces", async () => {
    const long = "x".repeat(3_000_000);
    const { rows } = await pool.query("SELECT length($1::text) AS length", [long]);
    expect(rows).toEqual([{ length: 3_000_000 }]);
  });
});
