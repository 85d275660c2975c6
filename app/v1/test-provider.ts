import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Gateway, type GatewayOrganization, startGateway } from "@/tests/gateway";

type Respond = (request: IncomingMessage, response: ServerResponse, body: Record<string, unknown>) => void;

/** A provider that does what the test says, and no more. */
async function startProvider() {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    provider.respond(request, response, text ? JSON.parse(text) : {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = {
    url,
    respond: ((_, response) => response.writeHead(500).end()) as Respond,
    /** Makes it the organisation's, as one of this kind. */
    async use(
      { db, providerKey }: GatewayOrganization,
      kind: "openai" | "openai_compatible" | "anthropic" = "openai_compatible",
    ): Promise<void> {
      await db.providerKey.update({ where: { id: providerKey.id }, data: { baseUrl: `${url}/v1`, provider: kind } });
    },
    stop(): void {
      server.closeAllConnections();
      server.close();
    },
  };
  return provider;
}

/** The gateway with such a provider behind it, and an organisation that has it, new for each test of the file. */
export function deskWithProvider() {
  const desk = {} as {
    gateway: Gateway;
    provider: Awaited<ReturnType<typeof startProvider>>;
    organization: GatewayOrganization;
  };
  beforeAll(async () => {
    [desk.gateway, desk.provider] = await Promise.all([startGateway(), startProvider()]);
  });
  beforeEach(async () => {
    desk.organization = await desk.gateway.organization();
    await desk.provider.use(desk.organization);
  });
  afterAll(async () => {
    desk.provider.stop();
    await desk.gateway.stop();
  });
  return desk;
}

/** An answer in one piece, as OpenAI's API gives it. */
export const whole = (content: string) => ({
  id: "1",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, prompt_tokens_details: { cached_tokens: 4 } },
});

/** A body that does not end, as long as anybody reads it. */
export function endless(response: ServerResponse, mediaType: string, piece: string): void {
  response.writeHead(200, { "content-type": mediaType });
  const more = () => {
    while (!response.destroyed && response.write(piece));
  };
  response.on("drain", more);
  more();
}

export function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
