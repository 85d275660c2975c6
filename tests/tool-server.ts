import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { z } from "zod";

export interface ReceivedCall {
  tool: string;
  order: string;
  /** What we send so that a call that is met twice is carried out once. */
  idempotencyKey: unknown;
}

/**
 * An MCP server of a shop, over real HTTP, without sessions: `look_up` reads, `charge` acts, `fail` fails. Calls are held
 * while `hold` has been called and `release` has not.
 */
export async function startToolServer() {
  const calls: ReceivedCall[] = [];
  let gate: { opened: Promise<void>; open(): void } | null = null;

  function shop(): McpServer {
    const server = new McpServer({ name: "shop", version: "1.0.0" });
    const inputSchema = { order: z.string() };
    const carryOut = async (tool: string, order: string, meta: Record<string, unknown> | undefined) => {
      calls.push({ tool, order, idempotencyKey: meta?.["frontdesk/idempotencyKey"] });
      await gate?.opened;
      return { content: [{ type: "text" as const, text: `${tool} of ${order} is done` }] };
    };
    const read = { description: "Looks an order up.", inputSchema, annotations: { readOnlyHint: true } };
    server.registerTool("look_up", read, ({ order }, { _meta }) => carryOut("look_up", order, _meta));
    const act = { description: "Charges an order.", inputSchema };
    server.registerTool("charge", act, ({ order }, { _meta }) => carryOut("charge", order, _meta));
    server.registerTool("fail", { description: "Fails.", inputSchema }, async ({ order }, { _meta }) => {
      calls.push({ tool: "fail", order, idempotencyKey: _meta?.["frontdesk/idempotencyKey"] });
      return { isError: true, content: [{ type: "text", text: "The shop is closed." }] };
    });
    return server;
  }

  const http = createServer(async (request, response) => {
    if (request.method !== "POST") return void response.writeHead(405).end();
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    const server = shop();
    response.on("close", () => void server.close());
    await server.connect(transport);
    await transport.handleRequest(request, response, await readJson(request));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`,
    callsFor: (order: string) => calls.filter((call) => call.order === order),
    hold() {
      let open = () => {};
      const opened = new Promise<void>((resolve) => {
        open = resolve;
      });
      gate = { opened, open };
    },
    release() {
      gate?.open();
      gate = null;
    },
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}
