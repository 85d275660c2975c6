/** The functions behind features.test.ts: one or two a feature, each noting what it does under the key of its event. */
import { type FailureEventArgs, NonRetriableError, RetryAfterError } from "inngest";
import type { FunctionList } from "./app";

export const functions: FunctionList = (client, notes) => {
  const on = (name: string, condition?: string) => ({ event: `${client.id}/${name}`, if: condition });
  const active = new Map<string, number>();
  const count = (name: string, by: number) => {
    active.set(name, (active.get(name) ?? 0) + by);
    return active.get(name);
  };
  /** A step body that notes how many of its kind are under way, and stays for some turns of the event loop. */
  const occupied = async (name: string, key: string) => {
    notes.add(`${name} concurrency`, key, { ofAll: count(name, 1), ofKey: count(`${name} ${key}`, 1) });
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    count(name, -1);
    count(`${name} ${key}`, -1);
  };

  return [
    client.createFunction({ id: "chain", triggers: [on("chain")] }, async ({ event, step }) => {
      const results: number[] = [];
      for (const number of [1, 2, 3, 4, 5]) {
        results.push(
          await step.run(`step ${number}`, () => {
            notes.add("chain step", event.data.key, number);
            return (results.at(-1) ?? 0) + 1;
          }),
        );
      }
      notes.add("chain done", event.data.key, results.join(", "));
    }),
    client.createFunction({ id: "echo", triggers: [on("echo")] }, async ({ event, step }) => {
      await step.run("note", () => notes.add("echo", event.data.key, event));
    }),
    client.createFunction(
      { id: "filtered", triggers: [on("filtered", "event.data.amount > 10")] },
      async ({ event, step }) => {
        await step.run("note", () => notes.add("filtered", event.data.key));
      },
    ),
    client.createFunction({ id: "first-listener", triggers: [on("either"), on("or")] }, async ({ event, step }) => {
      await step.run("note", () => notes.add("first listener", event.data.key));
    }),
    client.createFunction({ id: "second-listener", triggers: [on("either")] }, async ({ event, step }) => {
      await step.run("note", () => notes.add("second listener", event.data.key));
    }),
    client.createFunction({ id: "flaky", triggers: [on("flaky")] }, async ({ event, step, attempt }) => {
      await step.run("before", () => notes.add("flaky before", event.data.key));
      await step.run("flaky", () => {
        notes.add("flaky attempt", event.data.key, attempt);
        if (attempt === 0) throw new Error("not yet");
      });
      await step.run("after", () => notes.add("flaky done", event.data.key));
    }),
    client.createFunction({ id: "retry-after", triggers: [on("retry-after")] }, async ({ event, step, attempt }) => {
      await step.run("later", () => {
        notes.add("retry-after attempt", event.data.key, Date.now());
        if (attempt === 0) throw new RetryAfterError("later", 2000);
      });
    }),
    client.createFunction({ id: "catching", retries: 1, triggers: [on("catching")] }, async ({ event, step }) => {
      try {
        await step.run("unlucky", () => {
          notes.add("catching attempt", event.data.key);
          throw new RetryAfterError("no luck", 1000);
        });
      } catch (error) {
        await step.run("caught", () => notes.add("caught", event.data.key, (error as Error).message));
      }
    }),
    client.createFunction(
      { id: "failing", retries: 1, triggers: [on("failing")], onFailure: noteFailure },
      async ({ event, step, attempt }) => {
        await step.run("fail", () => {
          notes.add("failing attempt", event.data.key, attempt);
          throw new RetryAfterError("never works", 1000);
        });
      },
    ),
    client.createFunction({ id: "hopeless", triggers: [on("hopeless")], onFailure: noteFailure }, async ({ event }) => {
      notes.add("hopeless attempt", event.data.key);
      throw new NonRetriableError("hopeless");
    }),
    client.createFunction({ id: "parallel", triggers: [on("parallel")] }, async ({ event, step }) => {
      const { key } = event.data;
      /** Waits for the other one, so that one after the other would never end. */
      const meet = (name: string) => async () => {
        notes.add("parallel step", key, name);
        await notes.until("parallel step", key, 2);
        return name;
      };
      const results = await Promise.all([
        step.run("a", meet("a")),
        step.run("b", meet("b")),
        step.sleep("a while", "1s"),
      ]);
      const last = await step.run("c", () => {
        notes.add("parallel step", key, "c");
        return "c";
      });
      notes.add("parallel done", key, [...results.map((result) => result ?? null), last]);
    }),
    client.createFunction({ id: "partly", retries: 0, triggers: [on("partly")] }, async ({ event, step }) => {
      const results = await Promise.allSettled([
        step.run("breaks", () => Promise.reject(new Error("broken"))),
        step.run("works", () => "fine"),
      ]);
      const outcomes = results.map((result) =>
        result.status === "fulfilled" ? `fulfilled: ${result.value}` : `rejected: ${result.reason.message}`,
      );
      await step.run("note", () => notes.add("partly done", event.data.key, outcomes));
    }),
    client.createFunction(
      {
        id: "sleeper",
        triggers: [on("sleeper")],
        cancelOn: [{ event: `${client.id}/stop`, if: "async.data.key == event.data.key" }],
        onFailure: noteFailure,
      },
      async ({ event, step }) => {
        await step.run("before", () => notes.add("sleeper before", event.data.key, Date.now()));
        await step.sleep("sleep", `${event.data.seconds}s`);
        await step.run("after", () => notes.add("sleeper after", event.data.key, Date.now()));
      },
    ),
    client.createFunction({ id: "relay", triggers: [on("relay")] }, async ({ event, step }) => {
      await step.sendEvent("send", { name: `${client.id}/relayed`, data: { key: event.data.key, text: "from relay" } });
      await step.run("note", () => notes.add("relay done", event.data.key));
    }),
    client.createFunction({ id: "relayed", triggers: [on("relayed")] }, async ({ event, step }) => {
      await step.run("note", () => notes.add("relayed", event.data.key, event.data.text));
    }),
    client.createFunction(
      { id: "limited", triggers: [on("limited")], concurrency: [{ key: "event.data.key", limit: 1 }] },
      async ({ event, step }) => {
        const { key } = event.data;
        await step.run("meet the other keys", async () => {
          notes.add("limited began", key);
          for (const other of ["ann", "bob", "cem"]) await notes.until("limited began", other);
          await occupied("limited", key);
        });
        await step.run("again", () => occupied("limited", key));
        await step.run("note", () => notes.add("limited done", key));
      },
    ),
    client.createFunction(
      {
        id: "doubly-limited",
        triggers: [on("doubly-limited")],
        concurrency: [{ key: "event.data.key", limit: 1 }, { limit: 2 }],
      },
      async ({ event, step }) => {
        await step.run("work", async () => {
          notes.add("doubly-limited began", event.data.key);
          await notes.until("doubly-limited began", undefined, 2);
          await occupied("doubly-limited", event.data.key);
        });
        await step.run("note", () => notes.add("doubly-limited done", event.data.key));
      },
    ),
    client.createFunction(
      {
        id: "interrupted",
        triggers: [on("interrupted")],
        cancelOn: [{ event: `${client.id}/stop`, match: "data.key" }],
        onFailure: noteFailure,
      },
      async ({ event, step }) => {
        const { key } = event.data;
        await step.run("first", async () => {
          notes.add("interrupted first", key);
          await notes.until("let go", key);
          notes.add("interrupted first ended", key);
        });
        await step.run("second", () => notes.add("interrupted second", key));
      },
    ),
    client.createFunction({ id: "stop-seen", triggers: [on("stop")] }, async ({ event, step }) => {
      await step.run("note", () => notes.add("stop seen", event.data.key));
    }),
    client.createFunction(
      {
        id: "burst",
        triggers: [on("burst")],
        concurrency: [{ key: "event.data.key", limit: 1 }],
        cancelOn: [
          {
            event: `${client.id}/burst`,
            if: "async.data.key == event.data.key && async.data.seq > event.data.seq",
          },
        ],
      },
      async ({ event, step }) => {
        await step.run("begin", () => notes.add("burst began", event.data.key));
        await step.sleep("settle", "3s");
        await step.run("answer", () => notes.add("burst answered", event.data.key, event.data.seq));
      },
    ),
    client.createFunction({ id: "cron", triggers: [{ cron: "* * * * *" }] }, async ({ event, step }) => {
      await step.run("note", () => notes.add("tick", "cron", event.name));
    }),
  ];

  function noteFailure({ event, error }: FailureEventArgs) {
    const { name, data } = event.data.event;
    notes.add("failed", data.key, { message: error.message, event: name });
  }
};
