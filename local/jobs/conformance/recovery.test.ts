/** Crash recovery: the executor is killed with SIGKILL while runs are under way, and the next one goes on. */
import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { EVENT_KEY, type FunctionList, SIGNING_KEY } from "./app";
import { type EmbeddedServer, prepareEmbedded } from "./job-server";

const RUNS = 30;
const KILLS = 8;
const STEPS = ["one", "two", "three", "four", "five"];

describe("an executor that is killed", { timeout: 120_000 }, () => {
  let server: EmbeddedServer;
  afterEach(() => server?.stop());

  test("completes every run once, and repeats no step whose result it had recorded", async () => {
    server = await prepareEmbedded(functions);
    const { app, database } = server;
    await app.start();
    const recorded = new Map<string, number>();
    const executed = () => app.notes.of("executed").map((note) => `${note.key} ${note.detail}`);

    let executor = await startExecutor(server);
    const keys = Array.from({ length: RUNS }, (_, index) => ({ key: `run ${index}` }));
    await app.client.send(keys.map((data) => ({ name: `${app.id}/steps`, data })));
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await app.notes.until("executed", undefined, app.notes.of("executed").length + 12);
      executor.kill("SIGKILL");
      await once(executor, "exit");
      // Calls that were under way may still end in the app; nobody learns of their results.
      await app.idle();
      const steps = await database.query<{ run_id: string; id: string }>("select run_id, id from jobs.steps");
      for (const { run_id, id } of steps) {
        const step = `${run_id} ${id}`;
        if (!recorded.has(step)) recorded.set(step, executed().filter((other) => other === step).length);
      }
      executor = await startExecutor(server);
    }
    await expect.poll(unfinished(server), { timeout: 60_000 }).toBe(0);
    executor.kill("SIGTERM");
    await once(executor, "exit");

    const runs = await database.query("select outcome, count(*)::int from jobs.runs group by outcome");
    expect(runs).toEqual([{ outcome: "completed", count: RUNS }]);
    for (const { key } of keys) expect(app.notes.of("done", key).length).toBeGreaterThanOrEqual(1);
    expect(recorded.size).toBeGreaterThan(0);
    for (const [step, times] of recorded) expect(executed().filter((other) => other === step)).toHaveLength(times);
  });
});

async function startExecutor({ app, database, url }: EmbeddedServer) {
  const executor = fork(join(import.meta.dirname, "../main.ts"), {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      JOBS_APP_URL: app.url,
      JOBS_PORT: new URL(url).port,
      INNGEST_EVENT_KEY: EVENT_KEY,
      INNGEST_SIGNING_KEY: SIGNING_KEY,
    },
  });
  const [report] = await Promise.race([once(executor, "message"), once(executor, "exit")]);
  expect(report).toEqual({ ready: true, url });
  return executor;
}

function unfinished({ database }: EmbeddedServer) {
  return async () => {
    const [row] = await database.query<{ count: number }>(
      "select count(*)::int from jobs.runs where finished_at is null",
    );
    return row?.count;
  };
}

const functions: FunctionList = (client, notes) => [
  client.createFunction(
    { id: "steps", triggers: [{ event: `${client.id}/steps` }] },
    async ({ event, step, runId }) => {
      for (const name of STEPS) {
        const id = createHash("sha1").update(name).digest("hex");
        await step.run(name, () => notes.add("executed", runId, id));
      }
      notes.add("done", event.data.key);
    },
  ),
];
