import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, generateObject, generateText, Output, stepCountIs, streamText, tool } from "ai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Gateway, providers, startGateway } from "@/tests/gateway";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

describe.each(providers)("the AI SDK's compatible provider, with a model of %s behind the gateway", (provider) => {
  let desk: ReturnType<typeof createOpenAICompatible>;
  beforeAll(async () => {
    const { token } = await gateway.organization(provider);
    desk = createOpenAICompatible({
      name: "desk",
      baseURL: gateway.baseURL,
      apiKey: token,
      includeUsage: true,
      supportsStructuredOutputs: true,
    });
  });

  const weather = tool({
    description: "The weather of a city.",
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => ({ sky: `rain in ${city}` }),
  });

  test("generates text, and knows what it took", async () => {
    const { text, usage, finishReason } = await generateText({
      model: desk("test-model"),
      system: "You answer for a shop.",
      prompt: "ref GREET",
    });
    expect([text, finishReason]).toEqual(["Noted: ref GREET", "stop"]);
    expect(usage.inputTokens).toBeGreaterThan(0);
    expect(usage.outputTokens).toBeGreaterThan(0);
  });

  test("streams text, and knows what it took", async () => {
    const result = streamText({ model: desk("test-model"), prompt: "ref STREAM" });
    let text = "";
    for await (const delta of result.textStream) text += delta;
    expect(text).toBe("Noted: ref STREAM");
    expect((await result.usage).totalTokens).toBeGreaterThan(0);
    expect(await result.finishReason).toBe("stop");
  });

  test("runs its own tools, in as many steps as it takes", async () => {
    const { text, steps } = await generateText({
      model: desk("test-model"),
      prompt: 'call weather {"city":"York"}; call weather {"city":"Leeds"} then call weather {"city":"Hull"}',
      tools: { weather },
      stopWhen: stepCountIs(5),
    });
    expect(steps.map(({ toolCalls }) => toolCalls.length)).toEqual([2, 1, 0]);
    expect(text).toMatch(/York[\s\S]*Leeds[\s\S]*Hull/);
  });

  test("runs its own tools while it streams", async () => {
    const result = streamText({
      model: desk("test-model"),
      prompt: 'say "Let me see." call weather {"city":"York"}',
      tools: { weather },
      stopWhen: stepCountIs(3),
    });
    let text = "";
    for await (const delta of result.textStream) text += delta;
    expect(text).toMatch(/^Let me see\..*rain in York/s);
    expect(await result.steps).toHaveLength(2);
  });

  test("generates an object by a schema", async () => {
    const schema = z.object({ city: z.string(), degrees: z.number() });
    const prompt = 'answer exactly {"city":"York","degrees":7}';
    const { object } = await generateObject({ model: desk("test-model"), schema, prompt });
    expect(object).toEqual({ city: "York", degrees: 7 });
    const { output } = await generateText({ model: desk("test-model"), output: Output.object({ schema }), prompt });
    expect(output).toEqual({ city: "York", degrees: 7 });
  });

  test("shows the model an image", async () => {
    const image = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
    await generateText({
      model: desk("test-model"),
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "ref IMAGE" },
            { type: "image", image, mediaType: "image/png" },
          ],
        },
      ],
    });
    expect(JSON.stringify(gateway.wire.last())).toContain(Buffer.from(image).toString("base64"));
  });

  test("is told what was wrong", async () => {
    const error = await generateText({ model: desk("no-such-model"), prompt: "hi", maxRetries: 0 }).catch((e) => e);
    expect(APICallError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ statusCode: 404, isRetryable: false, data: { error: { code: "model_not_found" } } });
  });
});
