import { LLMock } from "@copilotkit/aimock";
import { answer } from "./models/answer";
import { runAsChild } from "./run-as-child";

export interface ModelsOptions {
  /** 0, the default, takes a free port of 127.0.0.1. */
  port?: number;
}

/**
 * A stand-in for the providers' APIs, which plays the assistant of a small shop: OpenAI's chat completions and responses,
 * Anthropic's messages, embeddings (fixed numbers for each text) and transcription, all below `baseUrl`. Any key will do.
 * What it says, and the words that make it slow or fail, stand in `models/answer.ts`.
 */
export async function startModels({ port = 0 }: ModelsOptions = {}) {
  const mock = new LLMock({ host: "127.0.0.1", port, journalMaxEntries: 200 });
  // The named ones are what the list of models holds; any other name is answered as well.
  for (const model of listed) mock.on({ endpoint: "chat", model }, answer);
  mock.on({ endpoint: "chat" }, answer);
  mock.onTranscription({ transcription: { text: "Hello, when are you open on Saturday?", language: "english" } });
  await mock.start();
  return { baseUrl: `${mock.url}/v1`, stop: () => mock.stop() };
}

const listed = ["acme-demo", "gpt-4.1-mini", "gpt-4.1"];

if (process.argv[1] === import.meta.filename) {
  await runAsChild(async () => {
    const models = await startModels({ port: Number(process.env.MODELS_PORT ?? 0) });
    return { report: { baseUrl: models.baseUrl }, stop: models.stop };
  });
}
