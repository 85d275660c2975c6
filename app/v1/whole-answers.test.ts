import { BadRequestError } from "openai";
import { describe, expect, test } from "vitest";
import { deskWithProvider, endless, json, whole } from "./test-provider";

const desk = deskWithProvider();

const request = { model: "test-model", messages: [{ role: "user" as const, content: "hi" }] };

const lastRow = () => expect.poll(() => desk.organization.db.gatewayRequest.findFirst({ orderBy: { id: "desc" } }));

describe("a whole answer", () => {
  test("is given up when the client hangs up", async () => {
    const stop = new AbortController();
    const closed = new Promise<void>((resolve) => {
      desk.provider.respond = (_, response) => {
        response.once("close", () => resolve());
        stop.abort();
      };
    });
    await expect(desk.organization.client.chat.completions.create(request, { signal: stop.signal })).rejects.toThrow();
    await closed;
    await lastRow().toMatchObject({ status: 499, streamed: false });
  });

  test.each([
    ["whole", "application/json", false],
    ["as a stream", "text/event-stream", true],
  ])("that does not end is left at 16 MB: %s", async (_, mediaType, stream) => {
    const closed = new Promise<void>((resolve) => {
      desk.provider.respond = (_, response) => {
        response.once("close", () => resolve());
        endless(response, mediaType, `data: {"choices":[]}\n\n${" ".repeat(500_000)}`);
      };
    });
    const { completions } = desk.organization.client.chat;
    const read = async () => {
      const answer = await completions.create({ ...request, stream });
      if (Symbol.asyncIterator in answer) for await (const _ of answer);
    };
    await expect(read()).rejects.toThrow("The server's answer is larger than 16 MB.");
    await closed;
  });

  test("tells what was read from the provider's cache", async () => {
    desk.provider.respond = (_, response) => json(response, 200, whole("Hello"));
    const { usage } = await desk.organization.client.chat.completions.create(request);
    expect(usage).toMatchObject({ prompt_tokens: 10, prompt_tokens_details: { cached_tokens: 4 } });
  });

  test("says in a header which settings this model does not have", async () => {
    await desk.provider.use(desk.organization, "anthropic");
    desk.provider.respond = (_, response) =>
      json(response, 200, {
        type: "message",
        id: "1",
        model: "m",
        role: "assistant",
        content: [{ type: "text", text: "Hello" }],
        stop_reason: "end_turn",
        usage: { input_tokens: 1, output_tokens: 1 },
      });
    const tools = [
      { type: "function" as const, function: { name: "weather", parameters: { type: "object" }, strict: true } },
    ];
    const { response } = await desk.organization.client.chat.completions.create({ ...request, tools }).withResponse();
    expect(response.headers.get("x-frontdesk-left-out")).toBe("strict");
  });

  test.each([
    ["seed", { seed: 1 }],
    ["temperature", { temperature: 1.5 }],
    ["response_format", { response_format: { type: "json_object" as const } }],
    ["reasoning_effort", { reasoning_effort: "minimal" as const }],
  ])("is refused where the provider has no such setting: %s", async (param, more) => {
    await desk.provider.use(desk.organization, "anthropic");
    await expect(desk.organization.client.chat.completions.create({ ...request, ...more })).rejects.toMatchObject({
      constructor: BadRequestError,
      code: "unsupported_parameter",
      param,
    });
  });

  test("is asked of OpenAI by its older API where only that has a setting", async () => {
    await desk.provider.use(desk.organization, "openai");
    const asked: [string | undefined, unknown, unknown][] = [];
    desk.provider.respond = (incoming, response, body) => {
      asked.push([incoming.url, body.stop, body.seed]);
      json(response, 200, whole("Hello"));
    };
    await desk.organization.client.chat.completions.create({ ...request, stop: "END", seed: 7 });
    expect(asked).toEqual([["/v1/chat/completions", ["END"], 7]]);
  });
});

describe("what the provider finds wrong with a request", () => {
  const complaint = (message: string, status = 400) => {
    desk.provider.respond = (_, response) =>
      json(response, status, {
        error: { message, type: "invalid_request_error", param: "max_tokens", code: "too_many" },
      });
    return desk.organization.client.chat.completions.create(request).catch((error) => error);
  };

  test("is passed on in its own words, with the field", async () => {
    expect(await complaint("max_tokens is too large: 999999.")).toMatchObject({
      constructor: BadRequestError,
      message: expect.stringContaining("max_tokens is too large: 999999."),
      param: "max_tokens",
      code: "too_many",
    });
  });

  test("is put in our words where a key might be in them", async () => {
    for (const words of [
      `the key ${desk.organization.providerKey.plaintext} is odd`,
      "Incorrect sk-abcd****************wxyz",
      "Bearer abcdefgh1234",
    ]) {
      const error = await complaint(words);
      expect(error).toBeInstanceOf(BadRequestError);
      expect(error.message).not.toContain(words);
      expect(error.message).toContain("did not accept the request");
    }
    expect((await complaint("your key is sk-12345678", 401)).message).not.toContain("sk-12345678");
  });
});
