import type { IncomingMessage, ServerResponse } from "node:http";
import type OpenAI from "openai";
import { BadRequestError } from "openai";
import { describe, expect, test } from "vitest";
import { deskWithProvider, endless, json, whole } from "./test-provider";

const desk = deskWithProvider();

describe("an image by its address", () => {
  const ask = (url: string, detail?: "low") =>
    desk.organization.client.chat.completions.create({
      model: "test-model",
      messages: [{ role: "user", content: [{ type: "image_url", image_url: { url, ...(detail && { detail }) } }] }],
    } as OpenAI.ChatCompletionCreateParamsNonStreaming);
  let sent: Record<string, unknown>;

  function serve(image: (request: IncomingMessage, response: ServerResponse) => void) {
    desk.provider.respond = (incoming, response, body) => {
      if (incoming.url?.startsWith("/image")) return image(incoming, response);
      sent = body;
      json(response, 200, whole("A picture"));
    };
  }

  test("is fetched here for a provider that takes none, and its type is kept", async () => {
    serve((_, response) => response.writeHead(200, { "content-type": "image/webp" }).end("pixels"));
    await ask(`${desk.provider.url}/image.webp`, "low");
    const url = `data:image/webp;base64,${Buffer.from("pixels").toString("base64")}`;
    expect(sent.messages).toMatchObject([{ content: [{ type: "image_url", image_url: { url, detail: "low" } }] }]);
  });

  test("goes on as it stands to a provider that fetches by itself", async () => {
    await desk.provider.use(desk.organization, "openai");
    desk.provider.respond = (_, response, body) => {
      sent = body;
      json(response, 200, whole("A picture"));
    };
    await desk.organization.client.chat.completions.create({
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
      (_: IncomingMessage, response: ServerResponse) => endless(response, "image/png", "pixels".repeat(100_000)),
    ],
  ])("that gives %s is refused, with the field", async (_, image) => {
    serve(image);
    await expect(ask(`${desk.provider.url}/image.png`)).rejects.toMatchObject({
      constructor: BadRequestError,
      code: "invalid_image_url",
      param: "messages[0].content[0].image_url.url",
    });
  });

  test("and others that are larger than 20 MB together are refused", async () => {
    const image = Buffer.alloc(9 * 1024 * 1024);
    serve((_, response) => response.writeHead(200, { "content-type": "image/png" }).end(image));
    const part = (name: string) => ({
      type: "image_url" as const,
      image_url: { url: `${desk.provider.url}/image-${name}.png` },
    });
    const withImages = (...names: string[]) =>
      desk.organization.client.chat.completions.create({
        model: "test-model",
        messages: [{ role: "user", content: names.map(part) }],
      });
    await withImages("a", "b");
    await expect(withImages("a", "b", "c")).rejects.toMatchObject({
      code: "invalid_image_url",
      message: expect.stringContaining("larger than 20 MB together"),
    });
  });

  test("is not fetched for a request that is one too many", async () => {
    let fetched = 0;
    serve((_, response) => {
      fetched += 1;
      response.writeHead(200, { "content-type": "image/png" }).end("pixels");
    });
    await desk.organization.db.apiToken.updateMany({ data: { requestsPerMinute: 1 } });
    const tries = [1, 2, 3].map(() => ask(`${desk.provider.url}/image.png`).catch(({ status }) => status));
    expect((await Promise.all(tries)).filter((result) => result === 429).length).toBeGreaterThan(0);
    const answered = await desk.organization.db.gatewayRequest.count({ where: { status: 200 } });
    expect(fetched).toBe(answered);
  });

  test.each([
    "ftp://pictures.example.test/1.png",
    "data:image/svg+xml;base64,AAAA",
    "data:image/png,abc",
    "no address",
  ])("that is %s is refused", async (url) => {
    desk.provider.respond = (_, response) => json(response, 200, whole("A picture"));
    await expect(ask(url)).rejects.toMatchObject({ code: "invalid_image_url" });
  });
});
