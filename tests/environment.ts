import { afterAll, inject } from "vitest";

// Whatever is not started by a test itself is an address that nobody answers: no test ever leaves the machine.
const nowhere = "http://127.0.0.1:9";

Object.assign(process.env, {
  DATABASE_URL: inject("databaseUrl"),
  DATABASE_POOL_SIZE: inject("databaseKind") === "postgres" ? "16" : "4",
  PUBLIC_URL: "https://desk.example.test",
  AUTH_SECRET: "only-for-tests-only-for-tests-only-for-tests",
  SECRETS_KEY: `t1:${Buffer.alloc(32, "test").toString("base64")}`,
  INNGEST_BASE_URL: nowhere,
  INNGEST_EVENT_KEY: "test-event-key",
  INNGEST_SIGNING_KEY: "signkey-test-0123456789abcdef",
  TWILIO_API_URL: nowhere,
  ALLOW_PRIVATE_NETWORK: "1",
  LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
});

afterAll(async () => {
  if ("frontdeskDatabase" in globalThis) await (await import("../lib/db/client")).closeDatabase();
});
