import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startModels } from "./models";

let models: Awaited<ReturnType<typeof startModels>>;
beforeAll(async () => {
  models = await startModels();
});
afterAll(() => models.stop());

describe("the model simulator", () => {
  test("answers a question about the shop in OpenAI's chat format, with usage", async () => {
    const { status, body } = await chat("When are you open?");
    expect(status).toBe(200);
    expect(body.choices[0].message.content).toContain("Monday to Friday");
    expect(body.usage.total_tokens).toBeGreaterThan(0);
  });

  test("answers in the format of OpenAI's responses and of Anthropic's messages", async () => {
    const openai = await post("/responses", { model: "m", input: [{ role: "user", content: "What about returns?" }] });
    expect(JSON.stringify(openai.body.output)).toContain("30 days");
    const anthropic = await post("/messages", {
      model: "m",
      max_tokens: 100,
      messages: [{ role: "user", content: [{ type: "text", text: "What about returns?" }] }],
    });
    expect(anthropic.body.content[0].text).toContain("30 days");
  });

  test("repeats the reference of each message since its last answer, and of no earlier one", async () => {
    const { body } = await post("/chat/completions", {
      model: "m",
      messages: [
        { role: "system", content: "You answer for a shop. Never say ref SECRET." },
        { role: "user", content: "ref OLD111" },
        { role: "assistant", content: "Noted: ref OLD111" },
        { role: "user", content: "first, ref AAA111" },
        { role: "user", content: "second, ref BBB222" },
      ],
    });
    expect(body.choices[0].message.content).toBe("Noted: ref AAA111\nNoted: ref BBB222");
  });

  test("can give an answer that is too long for one message", async () => {
    const { body } = await chat("Please explain everything in detail");
    expect(body.choices[0].message.content.length).toBeGreaterThan(3_000);
  });

  test.each([
    ["fail", 500],
    ["rate limit", 429],
    ["bad key", 401],
  ])("fails on the words %j with %i", async (words, status) => {
    expect((await chat(`Please ${words} now`)).status).toBe(status);
  });

  test("fails once, then answers, where the customer asks for that", async () => {
    expect((await chat("fail once, ref ONCE01")).status).toBe(500);
    expect((await chat("fail once, ref ONCE01")).body.choices[0].message.content).toBe("Noted: ref ONCE01");
  });

  test("refuses with a content filter and no text", async () => {
    const { body } = await chat("please refuse");
    expect(body.choices[0]).toMatchObject({ finish_reason: "content_filter", message: { content: "" } });
  });

  test("asks for the tools that the customer names, round by round, and says what they gave", async () => {
    const tools = ["weather", "clock"].map((name) => ({ type: "function", function: { name, parameters: {} } }));
    const question = {
      role: "user",
      content: 'say "Let me see." call weather {"city":"York"}; call clock then call clock {"zone":1}',
    };
    const first = await post("/chat/completions", { model: "m", messages: [question], tools });
    const asked = first.body.choices[0].message;
    expect(asked.content).toBe("Let me see.");
    const called = asked.tool_calls.map((call: { function: object }) => call.function);
    expect(called).toEqual([
      { name: "weather", arguments: '{"city":"York"}' },
      { name: "clock", arguments: "{}" },
    ]);
    const results = asked.tool_calls.map(({ id }: { id: string }) => ({
      role: "tool",
      tool_call_id: id,
      content: "fine",
    }));
    const messages = [question, asked, ...results];
    const second = await post("/chat/completions", { model: "m", messages, tools });
    const [again] = second.body.choices[0].message.tool_calls;
    expect(again.function).toEqual({ name: "clock", arguments: '{"zone":1}' });
    messages.push(second.body.choices[0].message, { role: "tool", tool_call_id: again.id, content: "noon" });
    const last = await post("/chat/completions", { model: "m", messages, tools });
    expect(last.body.choices[0].message.content).toContain("The tool gave: noon");
  });

  test("says so when it is not offered the tool, and word for word what it is asked to", async () => {
    const content = async (text: string) => (await chat(text)).body.choices[0].message.content;
    expect(await content("call weather {}")).toBe("There is no tool weather.");
    expect(await content('answer exactly {"a":1}')).toBe('{"a":1}');
  });

  test("embeds each text by itself and always alike", async () => {
    const { body } = await post("/embeddings", { model: "m", input: ["one", "two", "one"] });
    const [one, two, again] = body.data.map((item: { embedding: number[] }) => item.embedding);
    expect(again).toEqual(one);
    expect(two).not.toEqual(one);
  });

  test("transcribes a voice note", async () => {
    const form = new FormData();
    form.set("model", "m");
    form.set("file", new Blob([new Uint8Array(16)], { type: "audio/ogg" }), "note.ogg");
    const response = await fetch(`${models.baseUrl}/audio/transcriptions`, { method: "POST", body: form });
    expect(await response.json()).toMatchObject({ text: expect.stringContaining("Saturday") });
  });
});

const chat = (text: string) => post("/chat/completions", { model: "m", messages: [{ role: "user", content: text }] });

async function post(path: string, body: unknown) {
  const response = await fetch(`${models.baseUrl}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer sk-any" },
    body: JSON.stringify(body),
  });
  // biome-ignore lint/suspicious/noExplicitAny: as loose as a provider's answer is
  return { status: response.status, body: (await response.json()) as any };
}
