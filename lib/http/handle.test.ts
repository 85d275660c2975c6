import { describe, expect, test } from "vitest";
import { z } from "zod";
import { AppError } from "../errors";
import { parseInput } from "../parse-input";
import { handle, json } from "./handle";
import { readJson } from "./read-json";

const schema = z.strictObject({
  name: z.string().min(1, "Give a name."),
  size: z.int().max(3).optional(),
  kind: z.enum(["a", "b"]).optional(),
  parts: z.union([z.string(), z.array(z.strictObject({ text: z.string("Give a text.") }))]).optional(),
});
const echo = handle(async (request) => parseInput(schema, await readJson(request)));

async function post(body: string | ReadableStream | Uint8Array<ArrayBuffer>, contentType = "application/json") {
  const headers = { "Content-Type": contentType };
  const init = { method: "POST", headers, body, duplex: "half" };
  const response = await echo(new Request("https://desk.example.test/", init as RequestInit), undefined);
  return { status: response.status, body: await response.json() };
}

async function answer(result: () => unknown) {
  return handle(async () => result())(new Request("https://desk.example.test/"), undefined);
}

describe("what comes in", () => {
  test("is read as JSON, whatever the charset that is named", async () => {
    expect(await post('{"name":"Zoë"}', "application/json; charset=utf-8")).toEqual({
      status: 200,
      body: { name: "Zoë" },
    });
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])(
    "is not taken as %s",
    async (type) => {
      expect(await post('{"name":"x"}', type)).toMatchObject({
        status: 415,
        body: { error: { code: "unsupported_media_type" } },
      });
    },
  );

  test("is refused above 64 KB, also without a length and before it has all arrived", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1024;
        controller.enqueue(new Uint8Array(1024));
      },
    });
    expect(await post(endless)).toMatchObject({ status: 413, body: { error: { code: "payload_too_large" } } });
    expect(sent).toBeLessThan(70 * 1024);
  });

  test("is nobody's fault here when the sender hangs up", async () => {
    const broken = new ReadableStream({
      pull(controller) {
        controller.error(new Error("aborted"));
      },
    });
    expect(await post(broken)).toMatchObject({ status: 400, body: { error: { code: "invalid" } } });
  });

  test("is refused when it is no JSON, without being repeated", async () => {
    const { status, body } = await post('{"apiKey": "sk-secret", }');
    expect(status).toBe(400);
    expect(body).toEqual({ error: { code: "invalid", message: "The body is not valid JSON." } });
  });

  test.each(['{"name": "a\\u0000b"}', '{"name": "a\\ud800"}'])(
    "is refused with what cannot be stored: %s",
    async (body) => {
      const answer = await post(body);
      expect(answer.status).toBe(400);
      expect(answer.body.error.fields).toEqual({ name: expect.stringContaining("cannot be stored") });
    },
  );

  test.each(["[]", "null", '"text"', "1"])("must be an object, which %s is not", async (body) => {
    expect(await post(body)).toEqual({
      status: 400,
      body: { error: { code: "invalid", message: "Send a JSON object." } },
    });
  });

  test("has a sentence for every field that is wrong, and names those that do not exist", async () => {
    const { status, body } = await post('{"size":9,"kind":"sk-secret","colour":1,"secret":2}');
    expect(status).toBe(400);
    expect(body.error).toEqual({
      code: "invalid",
      message: "Some fields need a change.",
      fields: {
        name: "This field is required.",
        size: "This must be at most 3.",
        kind: "This must be one of: a, b.",
        colour: "There is no such field.",
        secret: "There is no such field.",
      },
    });
    expect(JSON.stringify(body)).not.toContain("sk-secret");
  });

  test("says what is wrong inside of the form that was meant, where there are several", async () => {
    const { body } = await post('{"name":"x","parts":[{"text":"a"},{"text":1}]}');
    expect(body.error.fields).toEqual({ "parts.1.text": "Give a text." });
    const none = await post('{"name":"x","parts":1}');
    expect(Object.keys(none.body.error.fields)).toEqual(["parts"]);
  });

  test("says which type a field should have", async () => {
    const { body } = await post('{"name":1,"size":"1"}');
    expect(body.error.fields).toEqual({ name: "This must be a string.", size: "This must be a number." });
  });
});

describe("what goes out", () => {
  test("is JSON, has the status that was asked for, and is never cached", async () => {
    const created = await answer(() => json({ id: 1 }, 201));
    expect([created.status, await created.json()]).toEqual([201, { id: 1 }]);
    const empty = await answer(() => undefined);
    expect([empty.status, await empty.text()]).toEqual([204, ""]);
    for (const response of [created, empty]) expect(response.headers.get("Cache-Control")).toBe("no-store");
  });

  test("tells when to try again", async () => {
    const response = await answer(() => {
      throw new AppError("too_many_requests", "Wait.", { retryAfterSeconds: 90 });
    });
    expect([response.status, response.headers.get("Retry-After")]).toEqual([429, "90"]);
  });

  test("says nothing of a bug's inside", async () => {
    const response = await answer(() => {
      throw new Error("password=hunter2");
    });
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      error: { code: "internal", message: "Something went wrong on our side. Try again in a moment." },
    });
  });
});
