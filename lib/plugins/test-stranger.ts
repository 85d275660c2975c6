import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";

const modules = join(import.meta.dirname, "../../node_modules");

/** Servers that nobody here wrote: a file of their package, arguments, and the path at which they answer. */
export const strangers = {
  /** The MCP project's own, which exercises all of the protocol. */
  everything: ["@modelcontextprotocol/server-everything/dist/index.js", "streamableHttp", "/mcp"],
  everythingOverSse: ["@modelcontextprotocol/server-everything/dist/index.js", "sse", "/sse"],
  /** Made of another generation of the protocol's SDK than ours. */
  budgetAllocator: ["@modelcontextprotocol/server-budget-allocator/dist/index.js", "", "/mcp"],
} as const;

/** One of them, as a process of its own. */
export async function startStranger(name: keyof typeof strangers) {
  const [file, mode, path] = strangers[name];
  const port = await freePort();
  // One of the tools tells its environment.
  const env = { PORT: String(port) } as unknown as NodeJS.ProcessEnv;
  const child = spawn(process.execPath, [join(modules, file), mode], { env, stdio: ["ignore", "pipe", "pipe"] });
  await new Promise<void>((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk;
      if (said.includes(String(port))) resolve();
    };
    child.stderr.on("data", listen);
    child.stdout.on("data", listen);
    child.once("exit", () => reject(new Error(`${name} did not start: ${said}`)));
  });
  return {
    url: `http://127.0.0.1:${port}${path}`,
    async stop() {
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
