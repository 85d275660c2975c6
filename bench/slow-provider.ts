/**
 * A provider that takes its time and says how long it took, in a process of its own: OpenAI's chat completions, whole
 * and streamed. What it answers is a figure: of a whole answer the ms from the request's arrival to the answer's leaving, of
 * a streamed one when its first word left, by the machine's clock.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { runAsChild } from "../local/run-as-child";

/** Around 300 ms, as different from one another as a model's are: with a fixed time all connections would ask in one moment. */
const latencyMs = () => 200 + Math.random() * 200;
const head = { id: "1", created: 1, model: "slow" };
const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };

const server = createServer(async (request, response) => {
  const startedAt = performance.now();
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { stream } = JSON.parse(Buffer.concat(chunks).toString()) as { stream?: boolean };
  await setTimeout(latencyMs());
  if (!stream) {
    const content = String(performance.now() - startedAt);
    const choices = [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }];
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ ...head, object: "chat.completion", choices, usage }));
    return;
  }
  const chunk = (delta: object, finish_reason: string | null = null) =>
    `data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(chunk({ role: "assistant", content: String(performance.timeOrigin + performance.now()) }));
  await setTimeout(20);
  response.end(`${chunk({ content: "." })}${chunk({}, "stop")}data: [DONE]\n\n`);
});

await runAsChild(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    report: { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` },
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
});
