import OpenAI, {
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Gateway, type GatewayOrganization, makeToken, providers, startGateway } from "@/tests/gateway";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const weather = {
  type: "function",
  function: {
    name: "weather",
    description: "The weather of a city.",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
} as const satisfies OpenAI.ChatCompletionTool;

const onePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

describe.each(providers)("the official client, with a model of %s behind the gateway", (provider) => {
  let organization: GatewayOrganization;
  let client: OpenAI;
  beforeAll(async () => {
    organization = await gateway.organization(provider);
    client = organization.client;
  });

  const ask = (content: string, more: object = {}) => ({
    model: "test-model",
    messages: [{ role: "user" as const, content }],
    ...more,
  });

  test("is answered", async () => {
    const completion = await client.chat.completions.create({
      model: "test-model",
      messages: [
        { role: "system", content: "You answer for a shop." },
        { role: "user", content: "ref GREET" },
      ],
    });
    expect(completion).toMatchObject({
      id: expect.stringMatching(/^chatcmpl-/),
      object: "chat.completion",
      model: "test-model",
      choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Noted: ref GREET" } }],
      usage: {
        prompt_tokens: expect.any(Number),
        completion_tokens: expect.any(Number),
        prompt_tokens_details: { cached_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 0 },
      },
    });
    expect(completion.usage?.total_tokens).toBeGreaterThan(10);
    expect(Math.abs(completion.created - Date.now() / 1000)).toBeLessThan(10);
    expect(completion._request_id).toMatch(/^[0-9a-f-]{36}$/);
    // None given, none injected.
    expect(gateway.wire.last()).not.toHaveProperty("tools");
    expect(gateway.wire.last()).not.toHaveProperty("tool_choice");
  });

  test("is streamed an answer, with its usage in a last chunk of its own", async () => {
    const stream = await client.chat.completions.create(
      ask("ref STREAM", {
        stream: true,
        stream_options: { include_usage: true },
      }) as OpenAI.ChatCompletionCreateParamsStreaming,
    );
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks[0]).toMatchObject({ object: "chat.completion.chunk", choices: [{ delta: { role: "assistant" } }] });
    expect(textOf(chunks)).toBe("Noted: ref STREAM");
    expect(chunks.at(-2)?.choices).toMatchObject([{ finish_reason: "stop", delta: {} }]);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } });
    expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(5);
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  test("is streamed no usage that it did not ask for", async () => {
    const stream = await client.chat.completions.create({ ...ask("ref PLAIN"), stream: true });
    for await (const chunk of stream) expect(chunk.usage ?? null).toBeNull();
  });

  test("is given the calls of its own tools, and the answer to their results", async () => {
    const question = { role: "user" as const, content: 'call weather {"city":"York"}; call weather {"city":"Leeds"}' };
    const first = await client.chat.completions.create({ model: "test-model", messages: [question], tools: [weather] });
    const [choice] = first.choices;
    expect(choice?.finish_reason).toBe("tool_calls");
    const calls = functionCalls(choice?.message.tool_calls);
    expect(calls.map(({ function: { name, arguments: input } }) => [name, JSON.parse(input)])).toEqual([
      ["weather", { city: "York" }],
      ["weather", { city: "Leeds" }],
    ]);
    if (!choice) throw new Error("no choice");
    const second = await client.chat.completions.create({
      model: "test-model",
      messages: [
        question,
        choice.message,
        ...calls.map(({ id, function: { arguments: input } }) => ({
          role: "tool" as const,
          tool_call_id: id,
          content: `Rain for ${input}`,
        })),
      ],
      tools: [weather],
    });
    expect(second.choices[0]).toMatchObject({ finish_reason: "stop" });
    expect(second.choices[0]?.message.content).toMatch(/Rain for .*York[\s\S]*Rain for .*Leeds/);
  });

  test("is streamed the calls of its tools, each with its place", async () => {
    const stream = client.chat.completions.stream(
      ask('call weather {"city":"York"}; call weather {"city":"Leeds"}', { tools: [weather] }),
    );
    const indexes = new Set<number>();
    for await (const chunk of stream)
      for (const call of chunk.choices[0]?.delta.tool_calls ?? []) indexes.add(call.index);
    const completion = await stream.finalChatCompletion();
    expect([...indexes]).toEqual([0, 1]);
    expect(completion.choices[0]?.finish_reason).toBe("tool_calls");
    expect(
      functionCalls(completion.choices[0]?.message.tool_calls).map((call) => JSON.parse(call.function.arguments)),
    ).toEqual([{ city: "York" }, { city: "Leeds" }]);
  });

  test("chooses a tool, or one call at a time, and the provider is told", async () => {
    await client.chat.completions.create(
      ask("ref CHOICE", {
        tools: [weather],
        tool_choice: { type: "function", function: { name: "weather" } },
        parallel_tool_calls: false,
      }),
    );
    const sent = JSON.stringify(gateway.wire.last());
    expect(sent).toMatch(/"tool_choice":\{[^}]*("name":"weather"|"function":\{"name":"weather")/);
    expect(sent).toMatch(/"parallel_tool_calls":false|"disable_parallel_tool_use":true/);
  });

  test("shows the model an image", async () => {
    await client.chat.completions.create({
      model: "test-model",
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What is this? ref IMAGE" },
            { type: "image_url", image_url: { url: `data:image/png;base64,${onePixel}` } },
          ],
        },
      ],
    });
    expect(JSON.stringify(gateway.wire.last())).toContain(onePixel);
  });

  test("is given JSON by a schema, parsed", async () => {
    const schema = z.object({ city: z.string(), degrees: z.number() });
    const completion = await client.chat.completions.parse({
      ...ask('answer exactly {"city":"York","degrees":7}'),
      response_format: zodResponseFormat(schema, "weather"),
    });
    expect(completion.choices[0]?.message.parsed).toEqual({ city: "York", degrees: 7 });
    // By whatever means this provider has, the schema goes to it whole.
    expect(JSON.stringify(gateway.wire.last())).toMatch(/"degrees":\{"type":"number"/);
  });

  test("sets how the model answers", async () => {
    await client.chat.completions.create(
      ask("ref SETTINGS", { temperature: 0.5, top_p: 0.9, max_completion_tokens: 321, user: "somebody" }),
    );
    const sent = gateway.wire.last();
    expect(sent).toMatchObject({ temperature: 0.5, top_p: 0.9 });
    expect([sent.max_tokens, sent.max_completion_tokens, sent.max_output_tokens]).toContain(321);
    expect(JSON.stringify(sent)).toContain('"somebody"');
  });

  test.each([
    ["bad key", InternalServerError, 502, "provider_refused_key"],
    ["rate limit", RateLimitError, 429, "rate_limit_exceeded"],
    ["fail", InternalServerError, 502, "provider_fault"],
  ])("learns that the provider says: %s", async (words, kind, status, code) => {
    // One of its own: the faults would open the circuit breaker of the others' key.
    const { client } = await gateway.organization(provider);
    for (const stream of [false, true]) {
      const error = await client.chat.completions.create({ ...ask(`${words} please`), stream }).then(
        () => undefined,
        (thrown) => thrown,
      );
      expect(error).toBeInstanceOf(kind);
      expect(error).toMatchObject({ status, code, requestID: expect.any(String) });
      if (status === 429) expect(error.headers.get("retry-after")).toBe("1");
    }
  });
});

describe("the official client", () => {
  let organization: GatewayOrganization;
  let client: OpenAI;
  beforeAll(async () => {
    organization = await gateway.organization();
    client = organization.client;
  });

  const ask = (more: object) =>
    client.chat.completions.create({
      model: "test-model",
      messages: [{ role: "user", content: "ref ASKED" }],
      ...more,
    } as OpenAI.ChatCompletionCreateParamsNonStreaming);

  test("lists the models, and reads one", async () => {
    const { db, organizationId, providerKey, model } = organization;
    const twin = await db.organizationModel.create({
      data: { organizationId, providerKeyId: providerKey.id, model: "test-model", label: "Twin" },
    });
    await db.organizationModel.create({
      data: { organizationId, providerKeyId: providerKey.id, model: "maker/other", label: "Another one" },
    });
    await db.organizationModel.create({ data: { organizationId, model: "gone", label: "Deleted" } });
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual(["test-model", twin.id, "maker/other"]);
    expect(data[0]).toEqual({
      id: "test-model",
      object: "model",
      created: Math.floor(model.createdAt.getTime() / 1000),
      owned_by: "openai-compatible",
    });
    expect(await client.models.retrieve("maker/other")).toMatchObject({ id: "maker/other" });
    for (const name of ["test-model", twin.id, model.id, "maker/other", "Another one"])
      expect((await ask({ model: name })).choices[0]?.message.content).toBe("Noted: ref ASKED");
    expect(gateway.wire.last().model).toBe("maker/other");
    await expect(ask({ model: "gone" })).rejects.toThrow(NotFoundError);
    await expect(client.models.retrieve("gone")).rejects.toThrow(NotFoundError);
  });

  test("is told of a path that is not there, and which ones are", async () => {
    await expect(client.embeddings.create({ model: "test-model", input: "Hello" })).rejects.toMatchObject({
      constructor: NotFoundError,
      message: expect.stringContaining("There is no POST /v1/embeddings here. There are POST /v1/chat/completions"),
    });
  });

  test("is told of a model that is not there, with OpenAI's code", async () => {
    const other = await gateway.organization();
    for (const model of ["no-such-model", other.model.id])
      await expect(ask({ model })).rejects.toMatchObject({
        constructor: NotFoundError,
        status: 404,
        code: "model_not_found",
        param: "model",
        type: "invalid_request_error",
      });
  });

  test("is refused without a token that works, or with one that may not", async () => {
    const call = (apiKey: string) =>
      new OpenAI({ apiKey, baseURL: gateway.baseURL, maxRetries: 0 }).chat.completions.create({
        model: "test-model",
        messages: [{ role: "user", content: "hi" }],
      });
    await expect(call("fd_made-up")).rejects.toMatchObject({
      constructor: AuthenticationError,
      code: "invalid_api_key",
    });
    const { token } = await makeToken(organization, ["read-overview"]);
    await expect(call(token)).rejects.toMatchObject({
      constructor: PermissionDeniedError,
      message: expect.stringContaining("use-gateway"),
    });
    const models = new OpenAI({ apiKey: token, baseURL: gateway.baseURL, maxRetries: 0 }).models;
    await expect(models.list()).rejects.toThrow(PermissionDeniedError);
  });

  test.each([
    [{ n: 2 }, "n", /n is 1 here/],
    [{ temperature: 3 }, "temperature", /at most 2/],
    [{ messages: [] }, "messages", /at least one message/],
    [
      { messages: [{ role: "user", content: [{ type: "input_audio", input_audio: {} }] }] },
      "messages[0].content[0].type",
      /not taken here/,
    ],
    [{ messages: [{ role: "robot", content: "x" }] }, "messages[0].role", /system, developer, user/],
    [{ messages: [{ role: "user", content: "x", name: "Al" }] }, "messages[0].name", /into the content/],
    [
      { messages: [{ role: "tool", content: "x", tool_call_id: "c1" }] },
      "messages[0].tool_call_id",
      /No message before/,
    ],
    [{ functions: [] }, "functions", /use tools/],
    [{ store: true }, "store", /keeps no answers/],
    [{ logprobs: true }, "logprobs", /not given here/],
    [{ speed: "fast" }, "speed", /no such field/],
    [{ tool_choice: "required" }, "tool_choice", /among tools that are given/],
    [{ tools: [weather, weather] }, "tools[1].function.name", /two tools/],
    [{ max_tokens: 5, max_completion_tokens: 6 }, "max_tokens", /not both/],
    [{ plugins: ["nonsense"] }, "plugins[0]", /id of a plugin/],
  ])("is told what cannot be carried out, and where: %j", async (more, param, message) => {
    await expect(ask(more)).rejects.toMatchObject({
      constructor: BadRequestError,
      type: "invalid_request_error",
      param,
      message: expect.stringMatching(message),
    });
  });

  test("may send what changes no answer, and null for what it leaves out", async () => {
    await ask({ metadata: { run: "1" }, store: false, n: 1, service_tier: "auto", temperature: null, tools: null });
    expect(gateway.wire.last()).not.toHaveProperty("metadata");
    expect(gateway.wire.last()).not.toHaveProperty("temperature");
  });

  test("is told of a body that is no JSON", async () => {
    const response = await fetch(`${gateway.baseURL}/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${organization.token}`, "content-type": "application/json" },
      body: "{",
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      {
        error: { message: "The body is not valid JSON.", type: "invalid_request_error", param: null, code: "invalid" },
      },
    ]);
  });

  test("is given an answer that a content filter stopped as such", async () => {
    expect((await ask({ messages: [{ role: "user", content: "please refuse" }] })).choices[0]?.finish_reason).toBe(
      "content_filter",
    );
  });
});

function textOf(chunks: OpenAI.ChatCompletionChunk[]): string {
  return chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("");
}

function functionCalls(calls: OpenAI.ChatCompletionMessageToolCall[] | undefined) {
  return (calls ?? []).filter((call) => call.type === "function");
}
