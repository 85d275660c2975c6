import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import {
  type CallToolRequest,
  CallToolRequestSchema,
  type CallToolResult,
  ListToolsRequestSchema,
  type Tool,
} from "@modelcontextprotocol/sdk/types.js";

/** What a server of a test does; it may be changed while the server runs. */
export interface Behaviour {
  tools: Tool[];
  call: (params: CallToolRequest["params"], request: IncomingMessage) => CallToolResult | Promise<CallToolResult>;
  /** Answers itself, and says so, what MCP would not. */
  intercept?: (request: IncomingMessage, response: ServerResponse, body: string) => boolean | Promise<boolean>;
  /** How many tools one page of the list has. */
  pageSize?: number;
}

export function says(text: string): CallToolResult {
  return { content: [{ type: "text", text }] };
}

export function tool(name: string, more: Partial<Tool> = {}): Tool {
  return { name, description: `Does ${name}.`, inputSchema: { type: "object" }, ...more };
}

/** An MCP server over Streamable HTTP, without sessions, made of the SDK's own parts. */
export async function startMcpServer(given: Partial<Behaviour> = {}) {
  const behaviour: Behaviour = {
    tools: [tool("look", { annotations: { readOnlyHint: true } })],
    call: () => says("Done."),
    ...given,
  };
  const requests: { method: string; rpc: string | undefined; headers: IncomingMessage["headers"]; body: string }[] = [];
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString("utf8");
    const rpc = /"method":"([^"]+)"/.exec(body)?.[1];
    requests.push({ method: request.method ?? "", rpc, headers: request.headers, body });
    if (await behaviour.intercept?.(request, response, body)) return;
    if (request.method !== "POST") response.writeHead(405).end();
    else await answerMcp(behaviour, request, response, JSON.parse(body));
  }).listen(0, "127.0.0.1");
  await once(http, "listening");
  return {
    behaviour,
    requests,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`,
    async stop() {
      http.closeAllConnections();
      http.close();
      await once(http, "close");
    },
  };
}

export type TestMcpServer = Awaited<ReturnType<typeof startMcpServer>>;

export async function answerMcp(
  behaviour: Behaviour,
  request: IncomingMessage,
  response: ServerResponse,
  body: unknown,
): Promise<void> {
  const server = new Server({ name: "Test server", version: "1.2.3" }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
    const { tools, pageSize = tools.length } = behaviour;
    const from = Number(params?.cursor ?? 0);
    const to = from + pageSize;
    return { tools: tools.slice(from, to), ...(to < tools.length && { nextCursor: String(to) }) };
  });
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => behaviour.call(params, request));
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  response.once("close", () => void server.close());
  await server.connect(transport as Parameters<typeof server.connect>[0]);
  await transport.handleRequest(request, response, body);
}
