import { once } from "node:events";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

export interface Lock {
  /** An earlier holder did not release it: it was killed. */
  tookOver: boolean;
  release(): void;
}

/**
 * Takes `path` for this process alone, waiting up to `waitMs` for its holder to go; null when it stays. The holder
 * listens on a port that stands in the file, so a lock ends with its process, however that went: a process number alone
 * may belong to somebody else by now, above all in a container.
 */
export async function takeLock(path: string, waitMs = 0): Promise<Lock | null> {
  const server = createServer((socket) => socket.on("error", () => {}).end(path)).listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  const { port } = server.address() as AddressInfo;
  const deadline = Date.now() + waitMs;
  for (let tookOver = false; ; ) {
    if (write(path, String(port))) return { tookOver, release: () => release(path, port, server) };
    const holder = read(path);
    if (holder === undefined) continue;
    if (await isHeld(Number(holder), path)) {
      if (Date.now() >= deadline) break;
      await delay(50);
    } else if (read(path) === holder) {
      rmSync(path, { force: true });
      tookOver = true;
    }
  }
  server.close();
  return null;
}

/** False when the file is there already. It appears with its content, so that nobody reads it empty. */
function write(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** A holder that is too busy to answer within two seconds still holds it. */
function isHeld(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", timeout: 2_000 });
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("end", () => resolve(answer === path));
    socket.on("error", () => resolve(false));
    socket.on("timeout", () => {
      socket.destroy();
      resolve(true);
    });
  });
}

function release(path: string, port: number, server: ReturnType<typeof createServer>): void {
  if (read(path) === String(port)) rmSync(path, { force: true });
  server.close();
}
