import { Inngest } from "inngest";
import { describe, expect, test } from "vitest";
import { readFunction } from "./function-config";

const client = new Inngest({ id: "app", isDev: true });
type Options = Parameters<typeof client.createFunction>[0];

/** What the SDK sends at sync for a function with these options. */
function configs(options: Partial<Options>): Record<string, unknown>[] {
  const fn = client.createFunction({ id: "fn", triggers: [{ event: "go" }], ...options } as Options, async () => {});
  const getConfig = (fn as unknown as { getConfig(at: object): Record<string, unknown>[] }).getConfig.bind(fn);
  return getConfig({ baseUrl: new URL("http://127.0.0.1/api/inngest"), appPrefix: "app" });
}

function read(options: Partial<Options>) {
  return configs(options).map(readFunction);
}

describe("readFunction", () => {
  test("reads triggers, retries, concurrency and cancel rules", () => {
    const [fn] = read({
      retries: 5,
      triggers: [{ event: "go", if: "event.data.n > 1" }, { cron: "TZ=Europe/Paris 0 9 * * 1" }],
      concurrency: [{ key: "event.data.key", limit: 1 }, { limit: 7 }],
      cancelOn: [{ event: "stop", match: "data.key" }],
    });
    expect(fn).toMatchObject({
      id: "app-fn",
      maxAttempts: 6,
      triggers: [
        { event: "go", condition: { source: "event.data.n > 1" } },
        { event: "inngest/scheduled.timer", cron: "TZ=Europe/Paris 0 9 * * 1" },
      ],
      concurrency: [{ limit: 1, key: { source: "event.data.key" } }, { limit: 7 }],
      cancelOn: [{ event: "stop", condition: { source: "event.data.key == async.data.key" } }],
    });
  });

  test("takes a bare number for a limit over the whole function, and no retries given for three", () => {
    const [fn] = read({ concurrency: 4 });
    expect(fn).toMatchObject({ maxAttempts: 4, concurrency: [{ limit: 4 }] });
  });

  test("reads the function that the SDK generates for onFailure", () => {
    const [, failure] = read({ onFailure: () => {} });
    expect(failure).toMatchObject({
      id: "app-fn-failure",
      maxAttempts: 2,
      triggers: [{ event: "inngest/function.failed" }],
    });
  });

  test.each<[string, Partial<Options>]>([
    ["debounce", { debounce: { period: "5s" } }],
    ["singleton", { singleton: { mode: "skip" } }],
    ["batchEvents", { batchEvents: { maxSize: 5, timeout: "5s" } }],
    ["rateLimit", { rateLimit: { limit: 1, period: "1m" } }],
    ["throttle", { throttle: { limit: 1, period: "1m" } }],
    ["priority", { priority: { run: "1" } }],
    ["idempotency", { idempotency: "event.data.key" }],
    ["timeouts", { timeouts: { finish: "1m" } }],
    ["concurrency.scope env", { concurrency: { limit: 1, scope: "env" } }],
    ["concurrency.limit", { concurrency: 0 }],
    ["concurrency.key", { concurrency: { limit: 1, key: "event.data." } }],
    ["cancelOn.timeout", { cancelOn: [{ event: "stop", timeout: "1h" }] }],
    ["cancelOn.if", { cancelOn: [{ event: "stop", if: "other.data.key == 1" }] }],
    ["triggers.if", { triggers: [{ event: "go", if: "event.data ==" }] }],
    ["triggers.cron", { triggers: [{ cron: "* * * * * *" }] }],
    ["triggers.event inngest/function.finished", { triggers: [{ event: "inngest/function.finished" }] }],
    ["retries", { retries: 21 as 20 }],
  ])("refuses %s, naming it and the function", (option, options) => {
    expect(() => read(options)).toThrow(`Function "app-fn": option "${option}"`);
  });

  test.each([
    ["triggers.jitter", { triggers: [{ cron: "* * * * *", jitter: "5s" }] }],
    ["teleport", { teleport: true }],
  ])("refuses %s, which newer SDKs may send", (option, given) => {
    const [config] = configs({});
    expect(() => readFunction({ ...config, ...given })).toThrow(`option "${option}"`);
  });
});
