import { describe, expect, test } from "vitest";
import { readSettings, withPort } from "./settings";

const read = (env: Record<string, string>, args: string[] = []) =>
  readSettings("/desk", args, env as unknown as NodeJS.ProcessEnv);

describe("what npm start is asked for", () => {
  test("is everything local unless a variable says otherwise", () => {
    expect(read({})).toMatchObject({
      dataDirectory: "/desk/.data",
      port: 3000,
      host: "127.0.0.1",
      live: false,
      demo: true,
    });
    expect(read({ DEMO: "0" }).demo).toBe(false);
    expect(read({ DATABASE_URL: "" })).toMatchObject({ databaseUrl: undefined, jobsUrl: undefined });
  });

  test("is refused with a sentence when it cannot be", () => {
    expect(() => read({ PORT: "http" })).toThrow("PORT is not a port number: http");
    expect(() => read({ PORT: "70000" })).toThrow("PORT is not a port number");
    expect(() => read({}, ["--fast"])).toThrow("npm start knows --live only, not --fast.");
    expect(() => read({ INNGEST_BASE_URL: "https://jobs.example.com" })).toThrow("set its INNGEST_EVENT_KEY");
  });

  test("gives the panel an address that its machine can open, and the world the one that was set", () => {
    expect(withPort(read({ HOST: "0.0.0.0" }), 3001)).toMatchObject({
      panelUrl: "http://localhost:3001",
      appUrl: "http://127.0.0.1:3001",
      publicUrl: "http://localhost:3001",
    });
    expect(withPort(read({ PUBLIC_URL: "https://desk.example.com/" }), 3000).publicUrl).toBe(
      "https://desk.example.com",
    );
  });
});
