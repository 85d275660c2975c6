/** What only the embedded executor promises: how it starts, stops, waits for the app, and whom it turns away. */
import { createServer } from "node:http";
import type { FailureEventArgs } from "inngest";
import { afterEach, describe, expect, test } from "vitest";
import { startJobs } from "../executor";
import { LeaseTakenError } from "../lease";
import { EVENT_KEY, type FunctionList, SIGNING_KEY } from "./app";
import { type EmbeddedServer, prepareEmbedded, startEmbedded } from "./job-server";

/** A busy machine may take its time. */
const PATIENTLY = { timeout: 30_000 };

describe("the embedded executor", { timeout: 60_000 }, () => {
  let server: EmbeddedServer;
  afterEach(() => server?.stop());

  const send = (name: string, data: Record<string, unknown>, id?: string) =>
    server.app.client.send({ name: `${server.app.id}/${name}`, data, id });

  test("keeps events that came before the first sync, also over a restart", async () => {
    server = await prepareEmbedded(functions);
    await server.startJobs();
    await send("work", { key: "early" });
    await server.stopJobs();
    await server.startJobs();
    await send("work", { key: "late" });
    await server.app.start();
    await server.untilIdle();
    expect(new Set(server.app.notes.of("worked").map((note) => note.key))).toEqual(new Set(["early", "late"]));
  });

  test("knows an event's id again after a restart", async () => {
    server = await startEmbedded(functions);
    await send("work", { key: "once" }, "the-id");
    await server.untilIdle();
    await server.stopJobs();
    await server.startJobs();
    await send("work", { key: "once" }, "the-id");
    await server.untilIdle();
    expect(server.app.notes.of("worked")).toHaveLength(1);
  });

  test("takes a request with the same id seed for a repetition, and two without for two events", async () => {
    server = await startEmbedded(functions);
    const post = (key: string, headers = {}) =>
      fetch(`${server.url}/e/${EVENT_KEY}`, {
        method: "POST",
        headers,
        body: JSON.stringify([{ name: `${server.app.id}/work`, data: { key } }]),
      });
    await post("repeated", { "x-inngest-event-id-seed": "1700000000000,c2VlZA==" });
    await post("repeated", { "x-inngest-event-id-seed": "1700000000000,c2VlZA==" });
    await post("separate");
    await post("separate");
    await server.untilIdle();
    expect(server.app.notes.of("worked", "repeated")).toHaveLength(1);
    expect(server.app.notes.of("worked", "separate")).toHaveLength(2);
  });

  test("refuses to work on a database that another executor works on, and takes over when that one has stopped", async () => {
    server = await startEmbedded(functions);
    const options = {
      databaseUrl: server.database.url,
      appUrl: server.app.url,
      eventKey: EVENT_KEY,
      signingKey: SIGNING_KEY,
    };
    await expect(startJobs(options)).rejects.toThrow(LeaseTakenError);
    await server.stopJobs();
    const successor = await startJobs(options);
    await successor.close();
  });

  test("waits for the app while it is away, without using up attempts", async () => {
    server = await startEmbedded(functions);
    await server.app.stop();
    await send("work", { key: "patient" });
    await expect.poll(async () => (await server.health()).problem, PATIENTLY).toMatch("ECONNREFUSED");
    await server.app.start();
    await server.untilIdle();
    expect(server.app.notes.of("worked", "patient").map((note) => note.detail)).toEqual([0]);
  });

  test("repeats a step in which the app crashed, without using up attempts", async () => {
    server = await startEmbedded(functions);
    server.app.crashNextCalls(2);
    await send("work", { key: "crashed" });
    await server.untilIdle();
    expect(server.app.notes.of("worked", "crashed").map((note) => note.detail)).toEqual([0]);
  });

  test("keeps the runs of a function that the app has lost until it is back", async () => {
    server = await startEmbedded(functions);
    await send("nap", { key: "away" });
    await server.app.notes.until("napping", "away");
    await server.app.stop();
    await server.app.start((client, notes) => functions(client, notes).slice(0, 1));
    await expect.poll(async () => (await server.health()).functions, PATIENTLY).toHaveLength(1);
    expect((await server.health()).runs).toEqual({ queued: 0, running: 0, sleeping: 1 });
    await server.app.stop();
    await server.app.start();
    await server.app.notes.until("rested", "away");
  });

  test("accepts events but runs nothing while it holds, and runs them at the next start", async () => {
    server = await prepareEmbedded(functions);
    await server.app.start();
    await server.startJobs({ hold: true });
    await send("work", { key: "held" });
    await server.untilIdle();
    expect(server.app.requests).toEqual([]);
    await server.stopJobs();
    await server.startJobs();
    await server.untilIdle();
    expect(server.app.notes.of("worked", "held")).toHaveLength(1);
  });

  test("fails a run that uses a step it does not support, saying which", async () => {
    server = await startEmbedded(functions);
    await send("waiting", { key: "unsupported" });
    const [failure] = await server.app.notes.until("failed", "unsupported");
    expect(failure?.detail).toMatch(/waiting.*step "reply to come".*does not support.*WaitForEvent/);
  });

  test("runs nothing while a function has an option it does not support, and names both", async () => {
    server = await prepareEmbedded(() => []);
    await server.app.start((client) => [
      client.createFunction({ id: "calm", triggers: [{ event: "x" }], debounce: { period: "5s" } }, async () => {}),
    ]);
    await server.startJobs();
    await expect
      .poll(async () => (await server.health()).problem, PATIENTLY)
      .toMatch(/"conformance-\w+-calm": option "debounce"/);
    expect(server.log.join("\n")).toMatch(/option "debounce"/);
  });

  test("completes every run with the same outcome in chaos mode", async () => {
    server = await prepareEmbedded(functions);
    await server.app.start();
    await server.startJobs({ chaos: { repeat: 0.3, delay: 0.5, longestDelayMs: 50 } });
    const keys = Array.from({ length: 20 }, (_, index) => `chaos ${index}`);
    await Promise.all(keys.map((key) => send("sum", { key })));
    await server.untilIdle();
    const outcomes = await server.database.query("select outcome, count(*)::int from jobs.runs group by outcome");
    expect(outcomes).toEqual([{ outcome: "completed", count: 20 }]);
    for (const key of keys) expect(server.app.notes.of("sum", key).at(-1)?.detail).toBe(10);
    expect(server.app.notes.of("summand").length).toBeGreaterThan(20 * 4);
  });
});

describe("signatures and keys", { timeout: 60_000 }, () => {
  let server: EmbeddedServer;
  afterEach(() => server?.stop());

  test("every call and sync is signed", async () => {
    server = await startEmbedded(functions);
    await server.app.client.send({ name: `${server.app.id}/work`, data: { key: "signed" } });
    await server.untilIdle();
    expect(server.app.requests.map((request) => request.method)).toContain("POST");
    for (const { signature } of server.app.requests) expect(signature).toMatch(/^t=\d+&s=[0-9a-f]{64}$/);
  });

  test("an app with another signing key is told of, and nothing runs", async () => {
    server = await prepareEmbedded(functions);
    await server.app.start();
    const jobs = await startJobs({
      databaseUrl: server.database.url,
      appUrl: server.app.url,
      eventKey: EVENT_KEY,
      signingKey: `signkey-test-${"00".repeat(32)}`,
    });
    const problem = async () => (await (await fetch(`${jobs.url}/health`)).json()).problem;
    await expect.poll(problem, PATIENTLY).toMatch(/refuses our signature.*INNGEST_SIGNING_KEY/);
    await jobs.close();
  });

  test.each([
    ["without a signature", undefined, /without a signature/],
    ["with a wrong one", `t=${Math.floor(Date.now() / 1000)}&s=${"0".repeat(64)}`, /wrong signature/],
    ["with a stale one", "t=1700000000&s=00", /wrong signature/],
  ])("an answer %s is not trusted", async (_how, signature, problem) => {
    server = await prepareEmbedded(functions);
    const impostor = createServer((_request, response) => {
      if (signature) response.setHeader("x-inngest-signature", signature);
      response.end(JSON.stringify({ functions: [] }));
    });
    await new Promise<void>((resolve) => impostor.listen(Number(new URL(server.app.url).port), "127.0.0.1", resolve));
    await server.startJobs();
    await expect.poll(async () => (await server.health()).problem, PATIENTLY).toMatch(problem);
    expect((await server.health()).functions).toEqual([]);
    await new Promise((resolve) => impostor.close(resolve));
  });

  test.each([
    ["a wrong event key", "wrong", JSON.stringify({ name: "a" }), 401, /INNGEST_EVENT_KEY/],
    ["what is not JSON", EVENT_KEY, "{", 400, /not JSON/],
    ["an event without a name", EVENT_KEY, JSON.stringify({ data: {} }), 400, /name/],
    ["a name of the server's own", EVENT_KEY, JSON.stringify({ name: "inngest/function.failed" }), 400, /reserved/],
  ])("refuses %s", async (_what, key, body, status, message) => {
    server = await prepareEmbedded(functions);
    await server.startJobs();
    const answer = await fetch(`${server.url}/e/${key}`, { method: "POST", body });
    expect(answer.status).toBe(status);
    expect((await answer.json()).error).toMatch(message);
  });

  test("takes text that JSON or PostgreSQL finds hard, and passes it on", async () => {
    server = await startEmbedded(functions);
    const key = "nul \u0000, quote ', backslash \\, brace {\"}, half a pair \ud83d.";
    await fetch(`${server.url}/e/${EVENT_KEY}`, {
      method: "POST",
      body: JSON.stringify({ name: `${server.app.id}/work`, data: { key } }),
    });
    await server.untilIdle();
    expect(server.app.notes.of("worked").map((note) => note.key)).toEqual([key.replace("\ud83d", "\ufffd")]);
  });
});

const functions: FunctionList = (client, notes) => [
  client.createFunction(
    { id: "work", triggers: [{ event: `${client.id}/work` }] },
    async ({ event, step, attempt }) => {
      await step.run("work", () => notes.add("worked", event.data.key, attempt));
    },
  ),
  client.createFunction({ id: "nap", triggers: [{ event: `${client.id}/nap` }] }, async ({ event, step }) => {
    await step.run("before", () => notes.add("napping", event.data.key));
    await step.sleep("nap", "1s");
    await step.run("after", () => notes.add("rested", event.data.key));
  }),
  client.createFunction(
    {
      id: "waiting",
      triggers: [{ event: `${client.id}/waiting` }],
      onFailure: ({ event, error }: FailureEventArgs) => notes.add("failed", event.data.event.data.key, error.message),
    },
    async ({ step }) => {
      await step.waitForEvent("reply to come", { event: "reply", timeout: "1h" });
    },
  ),
  client.createFunction(
    { id: "sum", triggers: [{ event: `${client.id}/sum` }], concurrency: [{ key: "event.data.key", limit: 2 }] },
    async ({ event, step }) => {
      const summand = (value: number) =>
        step.run(`summand ${value}`, () => {
          notes.add("summand", event.data.key, value);
          return value;
        });
      const first = await summand(1);
      const [second, third] = await Promise.all([summand(2), summand(3)]);
      const fourth = await summand(4);
      notes.add("sum", event.data.key, first + second + third + fourth);
    },
  ),
];
