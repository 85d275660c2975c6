import { APIError } from "openai";
import { describe, expect, test } from "vitest";
import { deskWithProvider } from "./test-provider";

const desk = deskWithProvider();

const request = { model: "test-model", messages: [{ role: "user" as const, content: "hi" }] };

const streamed = (signal?: AbortSignal) =>
  desk.organization.client.chat.completions.create({ ...request, stream: true }, signal ? { signal } : {});

const chunk = (delta: object, finishReason: string | null = null) =>
  `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`;

const lastRow = () => expect.poll(() => desk.organization.db.gatewayRequest.findFirst({ orderBy: { id: "desc" } }));

describe("a stream", () => {
  test("goes on as it comes: the first word is there before the provider has said the second", async () => {
    let goOn = () => {};
    desk.provider.respond = (_, response) => {
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
    desk.provider.respond = (_, response) => {
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
      desk.provider.respond = (_, response) => {
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
    desk.provider.respond = (_, response) => {
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
    const raw = await fetch(`${desk.gateway.baseURL}/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${desk.organization.token}`, "content-type": "application/json" },
      body: JSON.stringify({ ...request, stream: true }),
    });
    const events = await raw.text();
    expect(events).toContain('data: {"error":{"message":"The model');
    expect(events).not.toContain("[DONE]");
  });

  test("whose provider hangs up is an error as well", async () => {
    desk.provider.respond = (_, response) => {
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
    desk.provider.respond = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(`data: ${JSON.stringify({ error: { message: "overloaded" } })}\n\n`);
    };
    await expect(streamed()).rejects.toMatchObject({ status: 502, code: "provider_fault" });
  });
});
