import { randomInt } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { writePrivately } from "./write-privately";

export type PortName = "app" | "database" | "jobs" | "twilio" | "models";

/**
 * Hands each stand-in the port that it had the last time, because addresses with it are stored (in a provider key, in a
 * message's callback), and a free one when that is taken by now.
 * @param patienceMs how long to wait for a remembered port: one of a killed stack may be a moment in going
 */
export class Ports {
  readonly #path: string;
  readonly #remembered: Partial<Record<PortName, number>>;

  constructor(
    dataDirectory: string,
    readonly patienceMs: number,
  ) {
    this.#path = join(dataDirectory, "ports.json");
    this.#remembered = existsSync(this.#path) ? JSON.parse(readFileSync(this.#path, "utf8")) : {};
  }

  async choose(name: PortName): Promise<number> {
    const before = this.#remembered[name];
    if (before && (await becomesFree(before, "127.0.0.1", this.patienceMs))) return before;
    const port = await freePort();
    this.#remembered[name] = port;
    writePrivately(this.#path, this.#remembered);
    return port;
  }
}

/** Whether the port can be listened on, now or within the time given. */
export async function becomesFree(port: number, host: string, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (!(await isFree(port, host))) {
    if (Date.now() >= deadline) return false;
    await delay(50);
  }
  return true;
}

async function isFree(port: number, host: string): Promise<boolean> {
  const server = createServer().listen(port, host);
  try {
    await once(server, "listening");
    server.close();
    await once(server, "close");
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return false;
    throw error;
  }
}

/**
 * A port of 127.0.0.1 that is free. Not from the range that systems hand out for outgoing connections (32768 and up): one
 * of those may have it by the time that it is listened on.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port, "127.0.0.1")) return port;
  }
}
