import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type OpenAI from "openai";
import { APIError, BadRequestError } from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, type GatewayOrganization, startGateway } from "@/tests/gateway";

/** A provider that does what the test says, and no more. */
let provider: Server;
let respond: (request: IncomingMessage, response: ServerResponse, body: Record<string, unknown>) => void;
let gateway: Gateway;
let organization: GatewayOrganization;

beforeAll(async () => {
  gateway = await startGateway();
  provider = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    respond(request, response, text ? JSON.parse(text) : {});
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
});
beforeEach(async () => {
  organization = await gateway.organization();
  await useProvider();
});
afterAll(async () => {
  provider.closeAllConnections();
  provider.close();
  await gateway.stop();
});

function address(): string {
  return `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
}

async function useProvider(kind: "openai" | "openai_compatible" | "anthropic" = "openai_compatible") {
  const data = { baseUrl: `${address()}/v1`, provider: kind };
  await organization.db.providerKey.update({ where: { id: organization.providerKey.id }, data });
}

const request = { model: "test-model", messages: [{ role: "user" as const, content: "hi" }] };

const streamed = (signal?: AbortSignal) =>
  organization.client.chat.completions.create({ ...request, stream: true }, signal ? { signal } : {});

const chunk = (delta: object, finishReason: string | null = null) =>
  `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`;

const whole = (content: string) => ({
  id: "1",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, prompt_tokens_details: { cached_tokens: 4 } },
});

const lastRow = () => expect.poll(() => organization.db.gatewayRequest.findFirst({ orderBy: { id: "desc" } }));

describe("a stream", () => {
  test("goes on as it comes: the first word is there before the provider has said the second", async () => {
    let goOn = () => {};
    respond = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk({ role: "assistant", content: "" }));
      response.write(chunk({ content: "First" }));
      goOn = () => response.end(`${chunk({ content: " second" })}${chunk({}, "stop")}data: [DONE]\n\n`);
    };
    let text = "";
    for await (const { choices } of await streamed()) {
      text += choices[0]?.delta.content ?? "";
      if (text === "First") goOn();
    }
    expect(text).toBe("First second");
  });

  test("says in its headers that nobody may gather or keep it", async () => {
    respond = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(`${chunk({ content: "x" })}${chunk({}, "stop")}data: [DONE]\n\n`);
    };
    const { response, data } = await streamed().withResponse();
    for await (const _ of data);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    expect(response.headers.get("cache-control")).toBe("no-store, no-transform");
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get("x-ratelimit-limit-requests")).toBe("10000");
  });

  test("stops the provider's call when the client hangs up, and is kept so", async () => {
    const closed = new Promise<void>((resolve) => {
      respond = (_, response) => {
        response.once("close", () => resolve());
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(chunk({ content: "First" }));
      };
    });
    const stop = new AbortController();
    for await (const { choices } of await streamed(stop.signal)) if (choices[0]?.delta.content) break;
    stop.abort();
    await closed;
    await lastRow().toMatchObject({ status: 499, errorCode: "client_closed_request", streamed: true, rounds: 1 });
  });

  test("that breaks off ends with an error in OpenAI's form, and without [DONE]", async () => {
    respond = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk({ content: "First" }));
      response.end(
        `data: ${JSON.stringify({ error: { message: "the prompt of somebody", type: "server_error" } })}\n\n`,
      );
    };
    let text = "";
    const error = await (async () => {
      for await (const { choices } of await streamed()) text += choices[0]?.delta.content ?? "";
    })().catch((thrown) => thrown);
    expect(text).toBe("First");
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ code: "provider_fault", type: "server_error" });
    await lastRow().toMatchObject({ status: 502, errorCode: "provider_fault", streamed: true });
    const raw = await fetch(`${gateway.baseURL}/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${organization.token}`, "content-type": "application/json" },
      body: JSON.stringify({ ...request, stream: true }),
    });
    const events = await raw.text();
    expect(events).toContain('data: {"error":{"message":"The model');
    expect(events).not.toContain("[DONE]");
  });

  test("whose provider hangs up is an error as well", async () => {
    respond = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk({ content: "First" }), () => response.destroy());
    };
    await expect(
      (async () => {
        for await (const _ of await streamed());
      })(),
    ).rejects.toMatchObject({ code: "provider_fault" });
  });

  test("that never begins has a status of its own", async () => {
    respond = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(`data: ${JSON.stringify({ error: { message: "overloaded" } })}\n\n`);
    };
    await expect(streamed()).rejects.toMatchObject({ status: 502, code: "provider_fault" });
  });
});

describe("a whole answer", () => {
  test("is given up when the client hangs up", async () => {
    const stop = new AbortController();
    const closed = new Promise<void>((resolve) => {
      respond = (_, response) => {
        response.once("close", () => resolve());
        stop.abort();
      };
    });
    await expect(organization.client.chat.completions.create(request, { signal: stop.signal })).rejects.toThrow();
    await closed;
    await lastRow().toMatchObject({ status: 499, streamed: false });
  });

  test("tells what was read from the provider's cache", async () => {
    respond = (_, response) => json(response, 200, whole("Hello"));
    const { usage } = await organization.client.chat.completions.create(request);
    expect(usage).toMatchObject({ prompt_tokens: 10, prompt_tokens_details: { cached_tokens: 4 } });
  });

  test("says in a header which settings this model does not have", async () => {
    await useProvider("anthropic");
    respond = (_, response) =>
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
    const { response } = await organization.client.chat.completions.create({ ...request, tools }).withResponse();
    expect(response.headers.get("x-frontdesk-left-out")).toBe("strict");
  });

  test.each([
    ["seed", { seed: 1 }],
    ["temperature", { temperature: 1.5 }],
    ["response_format", { response_format: { type: "json_object" as const } }],
    ["reasoning_effort", { reasoning_effort: "minimal" as const }],
  ])("is refused where the provider has no such setting: %s", async (param, more) => {
    await useProvider("anthropic");
    await expect(organization.client.chat.completions.create({ ...request, ...more })).rejects.toMatchObject({
      constructor: BadRequestError,
      code: "unsupported_parameter",
      param,
    });
  });

  test("is asked of OpenAI by its older API where only that has a setting", async () => {
    await useProvider("openai");
    const asked: [string | undefined, unknown, unknown][] = [];
    respond = (incoming, response, body) => {
      asked.push([incoming.url, body.stop, body.seed]);
      json(response, 200, whole("Hello"));
    };
    await organization.client.chat.completions.create({ ...request, stop: "END", seed: 7 });
    expect(asked).toEqual([["/v1/chat/completions", ["END"], 7]]);
  });
});

describe("what the provider finds wrong with a request", () => {
  const complaint = (message: string, status = 400) => {
    respond = (_, response) =>
      json(response, status, {
        error: { message, type: "invalid_request_error", param: "max_tokens", code: "too_many" },
      });
    return organization.client.chat.completions.create(request).catch((error) => error);
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
      `the key ${organization.providerKey.plaintext} is odd`,
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

describe("an image by its address", () => {
  const ask = (url: string, detail?: "low") =>
    organization.client.chat.completions.create({
      model: "test-model",
      messages: [{ role: "user", content: [{ type: "image_url", image_url: { url, ...(detail && { detail }) } }] }],
    } as OpenAI.ChatCompletionCreateParamsNonStreaming);
  let sent: Record<string, unknown>;

  function serve(image: (request: IncomingMessage, response: ServerResponse) => void) {
    respond = (incoming, response, body) => {
      if (incoming.url?.startsWith("/image")) return image(incoming, response);
      sent = body;
      json(response, 200, whole("A picture"));
    };
  }

  test("is fetched here for a provider that takes none, and its type is kept", async () => {
    serve((_, response) => response.writeHead(200, { "content-type": "image/webp" }).end("pixels"));
    await ask(`${address()}/image.webp`, "low");
    const url = `data:image/webp;base64,${Buffer.from("pixels").toString("base64")}`;
    expect(sent.messages).toMatchObject([{ content: [{ type: "image_url", image_url: { url, detail: "low" } }] }]);
  });

  test("goes on as it stands to a provider that fetches by itself", async () => {
    await useProvider("openai");
    respond = (_, response, body) => {
      sent = body;
      json(response, 200, whole("A picture"));
    };
    await organization.client.chat.completions.create({
      model: "test-model",
      messages: [
        { role: "user", content: [{ type: "image_url", image_url: { url: "https://pictures.example.test/1.png" } }] },
      ],
      seed: 1,
    });
    expect(JSON.stringify(sent)).toContain('"https://pictures.example.test/1.png"');
  });

  test.each([
    [
      "another type",
      (_: IncomingMessage, response: ServerResponse) =>
        response.writeHead(200, { "content-type": "text/html" }).end("<p>"),
    ],
    ["nothing", (_: IncomingMessage, response: ServerResponse) => response.writeHead(404).end()],
    [
      "a redirect",
      (_: IncomingMessage, response: ServerResponse) => response.writeHead(302, { location: "/image2" }).end(),
    ],
    [
      "more than 10 MB",
      (_: IncomingMessage, response: ServerResponse) => {
        response.writeHead(200, { "content-type": "image/png" });
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(1_000_000)));
        };
        response.on("drain", more);
        more();
      },
    ],
  ])("that gives %s is refused, with the field", async (_, image) => {
    serve(image);
    await expect(ask(`${address()}/image.png`)).rejects.toMatchObject({
      constructor: BadRequestError,
      code: "invalid_image_url",
      param: "messages[0].content[0].image_url.url",
    });
  });

  test.each([
    "ftp://pictures.example.test/1.png",
    "data:image/svg+xml;base64,AAAA",
    "data:image/png,abc",
    "no address",
  ])("that is %s is refused", async (url) => {
    respond = (_, response) => json(response, 200, whole("A picture"));
    await expect(ask(url)).rejects.toMatchObject({ code: "invalid_image_url" });
  });
});

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
