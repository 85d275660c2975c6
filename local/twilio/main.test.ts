import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ACCOUNT_SID, AUTH_TOKEN, CUSTOMER, clientFor, controls, SENDER, startRecordingApp } from "./test-stage";

let dataDir: string;
let app: Awaited<ReturnType<typeof startRecordingApp>>;
let child: ChildProcess;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "twilio-simulator-"));
  app = await startRecordingApp();
});
afterEach(async () => {
  if (child.exitCode === null && child.signalCode === null) await end("SIGKILL");
  await app.close();
  await rm(dataDir, { recursive: true });
});

async function start(): Promise<{ apiUrl: string; phoneUrl: string }> {
  child = fork(fileURLToPath(new URL("./main.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      TWILIO_SIM_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_SIM_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_SIM_NUMBER: SENDER,
      TWILIO_SIM_WEBHOOK_URL: `${app.url}/inbound`,
      TWILIO_SIM_BUSINESS_NAME: "Acme Support",
    },
  });
  const [message] = await once(child, "message");
  return message;
}

async function end(signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(child, "exit");
  child.kill(signal);
  return (await exit)[0];
}

describe("The simulator as a process", () => {
  test("killed at any moment keeps messages, files and accounts, and goes on delivering", async () => {
    const first = await start();
    await controls(first).post("/_sim/faults", { phoneOff: true });
    const written = await controls(first).write({ media: [{ name: "photo.jpg" }] });
    const statusCallback = `${app.url}/status`;
    const sent = await clientFor(first).messages.create({ from: SENDER, to: CUSTOMER, body: "kept", statusCallback });
    await controls(first).untilStatus(sent.sid, "sent");
    await end("SIGKILL");
    await appendFile(join(dataDir, "twilio", "twilio.journal"), '{"kind":"message","mess');

    const second = await start();
    await controls(second).untilStatus(sent.sid, "delivered");
    const [reply, inbound] = await clientFor(second).messages.list();
    expect([reply?.sid, inbound?.sid]).toEqual([sent.sid, written.messageSid]);
    const [file] = await clientFor(second).messages(written.messageSid).media.list();
    expect((await fetch(`${second.apiUrl}/_sim/media/${file?.sid}`)).headers.get("content-type")).toBe("image/jpeg");
  });

  test("ends by itself on SIGTERM, and when its parent is gone", async () => {
    await start();
    expect(await end("SIGTERM")).toBe(0);
    await start();
    const exit = once(child, "exit");
    child.disconnect();
    expect((await exit)[0]).toBe(0);
  });
});
