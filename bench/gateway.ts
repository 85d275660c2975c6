/**
 * `npm run bench:gateway`: what the gateway adds to the provider's own time, to a stream's first word and with fifty tools,
 * on the local stack with its embedded database. Ends with 1 when a bar was not met. `-- --quick` asks a tenth as often, to
 * see that it works; its figures mean nothing.
 */

import { startMcpServer, tool } from "../lib/plugins/test-mcp-server";
import { buildApp, generateClient } from "../local/build";
import { forkTypeScript, reportOf } from "../local/fork-typescript";
import { step } from "../local/progress.mjs";
import type { StackDescription } from "../local/stack-file";
import { removeDataDirectory, startStack } from "../tests/start-stack";
import { buildBaselines, startBaseline } from "./baseline";
import { type GatewayTarget, type Load, measureFirstChunk, measureOverhead } from "./gateway-load";
import { type Bar, table } from "./report";
import { signIn } from "./sign-in";
import { percentile } from "./statistics";

const quick = process.argv.includes("--quick");
const load: Load = { connections: 16, requests: quick ? 160 : 1_600 };
const servers = { count: 5, tools: 10 };

await generateClient();
await buildApp();
await step("Building what we compare with", buildBaselines);
const child = forkTypeScript("bench/slow-provider.ts", { stdio: ["ignore", "inherit", "inherit", "ipc"] });
const { baseUrl } = await reportOf<{ baseUrl: string }>(child);
process.env.PROVIDER_URL = `${baseUrl}/chat/completions`;
const hop = await startBaseline("pipe");
const stack = await step("Starting the stack", () => startStack({ env: { DATABASE_URL: "" } }));
let bars: Bar[];
try {
  bars = await measure(stack.description);
} finally {
  await stack.stop();
  removeDataDirectory(stack.dataDirectory);
  await hop.stop();
  child.kill();
}
const judged = bars.map(({ name, measured, bar, met }) => [name, measured, bar, met ? "met" : "NOT MET"]);
console.log(`\n${table([`Gateway, ${load.connections} at once`, "measured", "bar", ""], judged)}\n`);
process.exit(bars.every(({ met }) => met) ? 0 : 1);

async function measure(description: StackDescription): Promise<Bar[]> {
  const api = await openApi(description);
  const key = await api("POST", "/provider-keys", {
    provider: "openai-compatible",
    apiKey: "sk-slow-provider",
    baseUrl,
    label: "Slow",
  });
  const { organizationModelId: model } = await api("POST", "/models", { providerKeyId: key.id, model: "slow" });
  const { token } = await api("POST", "/api-tokens", {
    name: "Bench",
    scopes: ["use-gateway"],
    requestsPerMinute: 100_000,
  });
  const gateway: GatewayTarget = {
    url: `${description.panelUrl}/v1/chat/completions`,
    headers: { authorization: `Bearer ${token}` },
    body: { model, messages: [{ role: "user", content: "How long did you take?" }] },
  };
  await step("Warming up", () => warmUp([gateway, { url: hop.url, body: gateway.body }]));
  const plain = await step("Whole answers", () => measureOverhead(gateway, load));
  const ours = await step("First words", () => measureFirstChunk(gateway, load));
  const bare = await step("First words over a bare hop", () => measureFirstChunk({ ...gateway, url: hop.url }, load));
  const mcp = await step("Connecting 5 servers", () => connectServers(api));
  const before = mcp.asked();
  const tooled = { ...gateway, body: { ...gateway.body, plugins: mcp.pluginIds } };
  const withTools = await step("Whole answers with 50 tools", () => measureOverhead(tooled, load));
  const asked = mcp.asked() - before;
  await mcp.stop();
  const added = percentile(ours, 50) - percentile(bare, 50);
  return [
    atMost("Beyond the provider's time, p50", percentile(plain, 50), 15),
    atMost("Beyond the provider's time, p95", percentile(plain, 95), 40),
    atMost("First word, beyond a bare hop, p50", added, 5),
    { name: "Requests to 5 MCP servers while answering", measured: String(asked), bar: "0", met: asked === 0 },
    {
      name: "Beyond the provider's time with 50 tools, p50",
      measured: inMs(percentile(withTools, 50)),
      bar: "",
      met: true,
    },
  ];
}

async function warmUp(targets: GatewayTarget[]): Promise<void> {
  const few: Load = { ...load, requests: load.connections * 20 };
  for (const target of targets) await measureFirstChunk(target, few);
  const [gateway] = targets;
  if (gateway) await measureOverhead(gateway, few);
}

type Api = Awaited<ReturnType<typeof openApi>>;

async function openApi(description: StackDescription) {
  const { accessToken } = await signIn(description);
  // biome-ignore lint/suspicious/noExplicitAny: each path answers in its own form
  return async (method: string, path: string, body?: object): Promise<any> => {
    const response = await fetch(`${description.panelUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        "x-org-id": description.organizationId,
        "content-type": "application/json",
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
}

/** Servers whose every tool is ticked, and which count what they are asked. */
async function connectServers(api: Api) {
  const names = Array.from({ length: servers.tools }, (_, index) => `tool-${index}`);
  const mcp = await Promise.all(
    Array.from({ length: servers.count }, () => startMcpServer({ tools: names.map((name) => tool(name)) })),
  );
  const pluginIds: string[] = [];
  for (const [index, { url }] of mcp.entries()) {
    const { id } = await api("POST", "/plugins", { name: `Server ${index}`, url });
    pluginIds.push(id);
    const { data } = await api("GET", `/plugins/${id}/tools`);
    for (const { name, hash } of data)
      await api("PATCH", `/plugins/${id}/tools/${name}`, { permission: "allow", hash });
  }
  return {
    pluginIds,
    asked: () => mcp.reduce((sum, { requests }) => sum + requests.length, 0),
    stop: () => Promise.all(mcp.map((server) => server.stop())),
  };
}

function atMost(name: string, value: number, most: number): Bar {
  return { name, measured: inMs(value), bar: `≤ ${most} ms`, met: value <= most };
}

function inMs(value: number): string {
  return `${value.toFixed(1)} ms`;
}
