import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { killEverything, processes, type RunningProcess } from "../tests/kill-everything";
import { findPostgres, startPostgres } from "../tests/postgres-server";
import {
  makeDataDirectory,
  removeDataDirectory,
  type StartOptions,
  spawnStack,
  startStack,
  type TestStack,
} from "../tests/start-stack";
import { makeCustomer } from "./test";

test.describe.configure({ timeout: 180_000 });

test.describe("npm start", () => {
  let dataDirectory: string;
  const stacks: TestStack[] = [];
  test.beforeEach(() => {
    dataDirectory = makeDataDirectory();
  });
  test.afterEach(async () => {
    for (const stack of stacks.splice(0)) await stack.stop();
    removeDataDirectory(dataDirectory);
  });

  async function start(options: StartOptions = {}): Promise<TestStack> {
    const stack = await startStack({ dataDirectory, ...options });
    stacks.push(stack);
    return stack;
  }

  test("stopped and started again it knows its owner, its organisation and its conversations", async () => {
    const first = await start();
    const customer = customerOf(first);
    await customer.write("Hello there, ref FIRST1");
    await customer.answers();
    expect(statSync(`${dataDirectory}/stack.json`).mode & 0o077).toBe(0);
    expect(statSync(`${dataDirectory}/secrets.json`).mode & 0o077).toBe(0);

    expect(await first.stop()).toBe(0);
    expect(existsSync(`${dataDirectory}/stack.json`)).toBe(false);

    const second = await start();
    expect(second.description).toEqual({ ...first.description, databaseUrl: second.description.databaseUrl });
    await customer.write("Me again, ref SECOND2");
    expect((await customer.answers(2)).map(({ body }) => body)).toEqual([
      expect.stringContaining("FIRST1"),
      expect.stringContaining("SECOND2"),
    ]);
    expect(await conversationTexts(second)).toEqual(expect.arrayContaining(["Hello there, ref FIRST1"]));
  });

  test("killed at any moment of its first start, it starts", async () => {
    for (const lifeMs of [700, 1_500, 2_500, 4_000, 6_000]) {
      const process = spawnStack({ dataDirectory });
      await delay(lifeMs);
      killEverything(process.pid ?? 0);
    }
    const customer = customerOf(await start());
    await customer.write("Still there? ref BORN01");
    expect((await customer.answers()).map(({ body }) => body)).toEqual([expect.stringContaining("BORN01")]);
  });

  test("killed by itself, it takes its children with it", async () => {
    const stack = await start();
    const children = processes().filter(({ ppid }) => ppid === stack.process.pid);
    expect(children.length).toBeGreaterThanOrEqual(5);
    stack.process.kill("SIGKILL");
    const stillThere = () =>
      processes().filter(({ pid, command }) =>
        children.some((child) => child.pid === pid && child.command === command),
      );
    await expect.poll(stillThere, { timeout: 15_000 }).toEqual([]);
  });

  test("a part that dies is started again, and what it was about to do is done", async () => {
    const stack = await start();
    const customer = customerOf(stack);
    for (const part of ["local/jobs/main.ts", "next-server", "local/models.ts"]) {
      const found = processes().find(({ ppid, command }) => ppid === stack.process.pid && command.includes(part));
      process.kill(found?.pid ?? 0, "SIGKILL");
      const reference = `R${part.replace(/\W/g, "").toUpperCase()}`;
      await expect(async () => {
        expect((await customer.write(`and then? ref ${reference}`)).accepted).toBe(true);
      }).toPass({ timeout: 30_000 });
      const bodies = async () =>
        (await customer.messages()).map(({ direction, body }) => `${direction}: ${body}`).join("\n");
      await expect.poll(bodies, { timeout: 60_000 }).toContain(`Noted: ref ${reference}`);
    }
  });

  test("when the database dies it stops everything and says so", async () => {
    const stack = await start();
    const isDatabase = ({ ppid, command }: RunningProcess) =>
      ppid === stack.process.pid && command.includes("local/database.ts");
    const ended = once(stack.process, "exit");
    process.kill(processes().find(isDatabase)?.pid ?? 0, "SIGKILL");
    expect(await ended).toEqual([1, null]);
    await expect.poll(stack.printed).toContain("The database ended (SIGKILL)");
    expect(processes().filter(({ ppid }) => ppid === stack.process.pid)).toEqual([]);
    expect(existsSync(`${dataDirectory}/stack.json`)).toBe(false);
  });

  test("a second stack with the same data folder is refused with what to do", async () => {
    await start();
    const second = spawnStack({ dataDirectory });
    expect(await printedBy(second)).toMatch(/already runs with the data folder .+\nStop it first, or/);
    expect(second.exitCode).toBe(1);
  });

  test("a port that is taken is refused with what to do", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const stack = spawnStack({ dataDirectory, env: { PORT: String(port) } });
    expect(await printedBy(stack)).toContain(`Port ${port} is taken`);
    expect(stack.exitCode).toBe(1);
    server.close();
  });

  test("with --live neither simulator starts, and the table names the webhook", async () => {
    const stack = await start({ args: ["--live"] });
    expect(stack.description).toMatchObject({ twilio: null, model: null, jobs: { url: expect.any(String) } });
    await expect.poll(stack.printed).toContain(stack.description.webhookUrl);
  });

  test("on a real PostgreSQL no embedded one starts, and a message is answered", async () => {
    test.skip(!findPostgres(), "No PostgreSQL is installed here.");
    const postgres = await startPostgres();
    const stack = await start({ env: { DATABASE_URL: postgres.url } });
    expect(stack.description.databaseUrl).toBe(postgres.url);
    expect(existsSync(`${dataDirectory}/database`)).toBe(false);
    const customer = customerOf(stack);
    await customer.write("On which database? ref REAL01");
    expect((await customer.answers())[0]?.body).toContain("REAL01");
    await stacks.pop()?.stop();
    await postgres.stop();
  });
});

function customerOf({ description }: TestStack) {
  if (!description.twilio) throw new Error("This stack has no Twilio simulator.");
  return makeCustomer(description.twilio);
}

/** The texts of the newest conversation, as the owner's programs read them. */
async function conversationTexts({ description: { panelUrl, owner, organizationId } }: TestStack): Promise<string[]> {
  const credentials = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(owner) };
  const { accessToken } = await (await fetch(`${panelUrl}/auth/token`, credentials)).json();
  const headers = { authorization: `Bearer ${accessToken}`, "x-org-id": organizationId };
  const conversations = await (await fetch(`${panelUrl}/conversations`, { headers })).json();
  const [{ id }] = conversations.data;
  const messages = await (await fetch(`${panelUrl}/conversations/${id}/messages`, { headers })).json();
  return messages.data.map((message: { text: string }) => message.text);
}

async function printedBy(process: ReturnType<typeof spawnStack>): Promise<string> {
  let printed = "";
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("data", (chunk) => {
      printed += chunk;
    });
  }
  await once(process, "close");
  return printed;
}
