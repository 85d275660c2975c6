/** What functions may rely on, on the embedded executor and on a real Inngest server alike. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestApp } from "./app";
import { functions } from "./functions";
import { type JobServer, startJobServer } from "./job-server";

/** Long enough for a real server, whose first retry comes after 15 to 60 s. */
const PATIENCE_MS = process.env.INNGEST_TEST_URL ? 180_000 : 90_000;

describe("a job server", { timeout: PATIENCE_MS }, () => {
  let server: JobServer;
  let app: TestApp;
  let send: (name: string, data: Record<string, unknown>, id?: string) => Promise<unknown>;

  beforeAll(async () => {
    server = await startJobServer(functions);
    app = server.app;
    send = (name, data, id) => app.client.send({ name: `${app.id}/${name}`, data, id });
    console.log(`Conformance: features run against ${server.name}`);
  }, PATIENCE_MS);
  afterAll(() => server?.stop());

  test("runs each step once, in order, and hands results from one to the next", async () => {
    await send("chain", { key: "chain" });
    const [done] = await app.notes.until("chain done", "chain");
    expect(done?.detail).toBe("1, 2, 3, 4, 5");
    expect(app.notes.of("chain step", "chain").map((note) => note.detail)).toEqual([1, 2, 3, 4, 5]);
  });

  test("delivers an event's data as it was sent, with its id and time", async () => {
    const data = { key: "échange 😀", nested: { list: [1, 2.5, null, true, ""], quote: "\"\\'\n" } };
    await send("echo", data, "echo-id");
    const [note] = await app.notes.until("echo", data.key);
    expect(note?.detail).toMatchObject({ name: `${app.id}/echo`, data, ts: expect.any(Number) });
  });

  test("starts no function whose trigger condition the event does not meet", async () => {
    await send("filtered", { key: "no", amount: 1 });
    await send("filtered", { key: "missing" });
    await send("filtered", { key: "yes", amount: 11 });
    await app.notes.until("filtered", "yes");
    expect(app.notes.of("filtered")).toHaveLength(1);
  });

  test("starts every function that waits for an event, and one function by any of its events", async () => {
    await send("either", { key: "either" });
    await send("or", { key: "or" });
    await Promise.all([app.notes.until("first listener", "either"), app.notes.until("second listener", "either")]);
    await app.notes.until("first listener", "or");
  });

  test("starts one run for two events with the same id", async () => {
    await send("chain", { key: "twice" }, `${app.id}-twice`);
    await send("chain", { key: "twice" }, `${app.id}-twice`);
    await send("chain", { key: "after-twice" });
    await app.notes.until("chain done", "after-twice");
    await app.notes.until("chain done", "twice");
    expect(app.notes.of("chain step", "twice")).toHaveLength(5);
  });

  test("tries a step that throws again, and repeats no step that has finished", async () => {
    await send("flaky", { key: "flaky" });
    await app.notes.until("flaky done", "flaky");
    expect(app.notes.of("flaky before", "flaky")).toHaveLength(1);
    expect(app.notes.of("flaky attempt", "flaky").map((note) => note.detail)).toEqual([0, 1]);
  });

  test("waits as long as a RetryAfterError asks for", async () => {
    await send("retry-after", { key: "retry-after" });
    const [first, second] = await app.notes.until("retry-after attempt", "retry-after", 2);
    expect(Number(second?.detail) - Number(first?.detail)).toBeGreaterThanOrEqual(2000);
  });

  test("lets a function catch a step's error once its retries are used up", async () => {
    await send("catching", { key: "catching" });
    const [caught] = await app.notes.until("caught", "catching");
    expect(caught?.detail).toBe("no luck");
    expect(app.notes.of("catching attempt", "catching")).toHaveLength(2);
  });

  test("runs onFailure with the error and the event after the last retry", async () => {
    await send("failing", { key: "failing" });
    const [failure] = await app.notes.until("failed", "failing");
    expect(failure?.detail).toEqual({ message: "never works", event: `${app.id}/failing` });
    expect(app.notes.of("failing attempt", "failing").map((note) => note.detail)).toEqual([0, 1]);
  });

  test("does not retry a NonRetriableError", async () => {
    await send("hopeless", { key: "hopeless" });
    await app.notes.until("failed", "hopeless");
    expect(app.notes.of("hopeless attempt", "hopeless")).toHaveLength(1);
  });

  test("runs parallel steps at the same time and goes on when all are in", async () => {
    await send("parallel", { key: "parallel" });
    const [done] = await app.notes.until("parallel done", "parallel");
    expect(done?.detail).toEqual(["a", "b", null, "c"]);
    expect(app.notes.of("parallel step", "parallel")).toHaveLength(3);
  });

  test("goes on with the other parallel steps when one has failed", async () => {
    await send("partly", { key: "partly" });
    const [done] = await app.notes.until("partly done", "partly");
    expect(done?.detail).toEqual(["rejected: broken", "fulfilled: fine"]);
  });

  test("holds a run up while it sleeps", async () => {
    await send("sleeper", { key: "asleep", seconds: 2 });
    const [[before], [after]] = await Promise.all([
      app.notes.until("sleeper before", "asleep"),
      app.notes.until("sleeper after", "asleep"),
    ]);
    expect(Number(after?.detail) - Number(before?.detail)).toBeGreaterThanOrEqual(1900);
  });

  test("sends events from a step once each", async () => {
    await send("relay", { key: "relay" });
    await app.notes.until("relay done", "relay");
    const [received] = await app.notes.until("relayed", "relay");
    expect(received?.detail).toBe("from relay");
    expect(app.notes.of("relayed", "relay")).toHaveLength(1);
  });

  test("never executes more steps of one key at a time than the limit, while other keys go on", async () => {
    const keys = ["ann", "bob", "cem"];
    await Promise.all([1, 2, 3, 4].flatMap((turn) => keys.map((key) => send("limited", { key, turn }))));
    await app.notes.until("limited done", undefined, 12);
    for (const key of keys) expect(Math.max(...concurrencySeen(app, "limited", key))).toBe(1);
    // Each key's first step waits for the other keys' first steps, so reaching this line shows that they ran together.
  });

  test("holds two limits at once", async () => {
    const keys = ["x", "x", "x", "y", "y", "y", "z", "z", "z"];
    await Promise.all(keys.map((key) => send("doubly-limited", { key })));
    await app.notes.until("doubly-limited done", undefined, 9);
    for (const key of ["x", "y", "z"]) expect(Math.max(...concurrencySeen(app, "doubly-limited", key))).toBe(1);
    expect(Math.max(...concurrencySeen(app, "doubly-limited"))).toBe(2);
  });

  test("cancels a sleeping run by a matching event, and no other run", async () => {
    await send("sleeper", { key: "cancelled", seconds: 3 });
    await send("sleeper", { key: "spared", seconds: 4 });
    await app.notes.until("sleeper before", "cancelled");
    await send("stop", { key: "cancelled" });
    await app.notes.until("sleeper after", "spared");
    expect(app.notes.of("sleeper after", "cancelled")).toEqual([]);
  });

  test("lets a running step of a cancelled run end, and starts no further one", async () => {
    await send("interrupted", { key: "held" });
    await app.notes.until("interrupted first", "held");
    await send("stop", { key: "held" });
    await app.notes.until("stop seen", "held");
    app.notes.add("let go", "held");
    await app.notes.until("interrupted first ended", "held");
    app.notes.add("let go", "free");
    await send("interrupted", { key: "free" });
    await app.notes.until("interrupted second", "free");
    expect(app.notes.of("interrupted second", "held")).toEqual([]);
  });

  test("cancels the older of two runs by the newer event of the same name, as a burst of messages does", async () => {
    await send("burst", { key: "talk", seq: 1 });
    await app.notes.until("burst began", "talk", 1);
    await send("burst", { key: "talk", seq: 2 });
    await app.notes.until("burst began", "talk", 2);
    await send("burst", { key: "talk", seq: 3 });
    const answered = await app.notes.until("burst answered", "talk");
    expect(answered.map((note) => note.detail)).toEqual([3]);
  });

  test("does not run onFailure for a cancelled run", () => {
    expect(app.notes.of("failed", "cancelled")).toEqual([]);
    expect(app.notes.of("failed", "held")).toEqual([]);
  });

  test("starts functions on their schedule", async () => {
    const [tick] = await app.notes.until("tick", "cron");
    expect(tick?.detail).toBe("inngest/scheduled.timer");
  });
});

/** How many steps of the limited function were under way at each moment at which one began. */
function concurrencySeen(app: TestApp, name: string, key?: string): number[] {
  return app.notes
    .of(`${name} concurrency`, key)
    .map((note) => Number((note.detail as Record<string, number>)[key ? "ofKey" : "ofAll"]));
}
