import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startDatabase } from "./database";
import { tidyUp } from "./upkeep";

let database: Awaited<ReturnType<typeof startDatabase>>;
let client: pg.Client;
beforeAll(async () => {
  database = await startDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.stop();
});

test("dead rows are given back, and plans fit what a table has become", async () => {
  await client.query("CREATE TABLE note (id int, text text)");
  await client.query("CREATE TABLE quiet (id int)");
  await client.query("INSERT INTO note SELECT n, 'x' FROM generate_series(1, 1000) AS n");
  await client.query("UPDATE note SET text = 'y'");
  await client.query("SELECT pg_stat_force_next_flush()");
  await tidyUp(database.url);
  await client.query("SELECT pg_stat_force_next_flush()");
  const { rows } = await client.query(
    `SELECT relname, n_dead_tup::int AS dead, n_mod_since_analyze::int AS changed, last_analyze IS NOT NULL AS analysed
     FROM pg_stat_user_tables ORDER BY relname`,
  );
  expect(rows).toEqual([
    { relname: "note", dead: 0, changed: 0, analysed: true },
    { relname: "quiet", dead: 0, changed: 0, analysed: false },
  ]);
});
