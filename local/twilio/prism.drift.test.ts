import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CUSTOMER, clientFor, SENDER, startStage } from "./test-stage";

/**
 * Prism stands between Twilio's own client and the simulator and holds both sides to Twilio's OpenAPI document: what the
 * client sends (422 when it does not fit) and what the simulator answers (500 when it does not fit).
 */
const documents = [
  "twilio_api_v2010.messages.patched.json",
  "twilio_messaging_v2.json",
  "twilio_accounts_v1.json",
] as const;
let stage: Awaited<ReturnType<typeof startStage>>;
let prisms: ChildProcess[];
let client: ReturnType<typeof clientFor>;

beforeAll(async () => {
  stage = await startStage();
  await stage.write();
  const ports = await Promise.all(documents.map(() => freePort()));
  prisms = await Promise.all(
    documents.map((document, index) => startPrism(document, ports[index] ?? 0, stage.simulator.apiUrl)),
  );
  client = clientFor({ apiUrl: `http://127.0.0.1:${ports[0]}` });
  client.messaging.baseUrl = `http://127.0.0.1:${ports[1]}`;
  client.accounts.baseUrl = `http://127.0.0.1:${ports[2]}`;
});
afterAll(async () => {
  const exits = prisms.map((prism) => once(prism, "exit"));
  for (const prism of prisms) prism.kill();
  await Promise.all(exits);
  await stage.close();
});

const reply = (more: object = {}) =>
  client.messages.create({ from: SENDER, to: CUSTOMER, body: "Good morning", ...more });

describe("Held to Twilio's document, the simulator and the client agree", () => {
  test("on creating and fetching a text", async () => {
    const sent = await reply({ statusCallback: `${stage.app.url}/status/out-1` });
    expect(await client.messages(sent.sid).fetch()).toMatchObject({ sid: sent.sid, body: "Good morning" });
  });

  test("on a file, on a place and on a template", async () => {
    expect((await reply({ mediaUrl: [`${stage.app.url}/lamp.jpg`] })).numMedia).toBe("1");
    expect((await reply({ persistentAction: ["geo:51.5,-0.12|Jubilee Gardens"] })).status).toBe("queued");
    const [template] = await stage.client.content.v1.contents.list();
    expect((await reply({ body: undefined, contentSid: template?.sid })).body).toContain("Hello");
  });

  test("on lists with and without messages, and on the files of a message", async () => {
    const { messageSid } = await stage.write({ body: "", media: [{ name: "photo.jpg" }] });
    expect((await client.messages.list({ to: CUSTOMER, from: SENDER, pageSize: 2, limit: 3 })).length).toBe(3);
    expect(await client.messages.list({ to: "whatsapp:+447700900999" })).toEqual([]);
    expect(await client.messages(messageSid).media.list()).toHaveLength(1);
    expect((await client.messages(messageSid).fetch()).direction).toBe("inbound");
  });

  test("on a message that failed", async () => {
    const sent = await reply({ to: "whatsapp:+15550103024" });
    await stage.untilStatus(sent.sid, "failed");
    expect(await client.messages(sent.sid).fetch()).toMatchObject({ status: "failed", errorCode: 63024 });
  });

  test.each([
    ["whatsapp:+15550101617", 400, 21617],
    ["whatsapp:+15550109429", 429, 20429],
  ])("on an error: %s is refused with %i and %i", async (to, status, code) => {
    await expect(reply({ to })).rejects.toMatchObject({ status, code });
  });

  test("on senders: their list, one of them, and new addresses", async () => {
    const [sender] = await client.messaging.v2.channelsSenders.list({ channel: "whatsapp" });
    const one = client.messaging.v2.channelsSenders(sender?.sid ?? "");
    const webhook = { callback_url: `${stage.app.url}/inbound`, callback_method: "POST" };
    expect(await one.update({ webhook } as never)).toMatchObject({ sid: sender?.sid, status: "ONLINE" });
    expect((await one.fetch()).webhook?.callbackUrl).toBe(`${stage.app.url}/inbound`);
    await expect(one.update({ webhook: { callback_method: "GET" } } as never)).rejects.toMatchObject({ status: 422 });
  });

  test("and what does not fit the document never reaches the simulator", async () => {
    const before = (await stage.get("/_sim/log")).entries.length;
    await expect(reply({ contentSid: "HXnope" })).rejects.toMatchObject({ status: 422 });
    expect((await stage.get("/_sim/log")).entries).toHaveLength(before);
  });

  test("on a secondary Auth Token: made, deleted, made again and promoted", async () => {
    await client.accounts.v1.secondaryAuthToken().create();
    expect(await client.accounts.v1.secondaryAuthToken().remove()).toBe(true);
    const { secondaryAuthToken } = await client.accounts.v1.secondaryAuthToken().create();
    expect((await client.accounts.v1.authTokenPromotion().update()).authToken).toBe(secondaryAuthToken);
  });
});

async function startPrism(name: string, port: number, upstream: string): Promise<ChildProcess> {
  const cli = createRequire(import.meta.url).resolve("@stoplight/prism-cli/dist/index.js");
  const document = fileURLToPath(new URL(`./specs/${name}`, import.meta.url));
  const child = spawn(process.execPath, [cli, "proxy", document, upstream, "--errors", "-p", String(port)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  await new Promise<void>((resolve, reject) => {
    child.once("exit", () => reject(new Error(`Prism did not start:\n${output}`)));
    child.stdout.on("data", (chunk) => {
      output += chunk;
      if (output.includes("Prism is listening")) resolve();
    });
  });
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
