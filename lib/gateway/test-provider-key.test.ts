import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startModels } from "@/local/models";
import { makeOrganization } from "@/tests/make-organization";
import { listPrice } from "./model-prices";
import { createTestedKey, listProviderModels, testProviderKey } from "./test-provider-key";

let models: Awaited<ReturnType<typeof startModels>>;
let refusing: Server;
let refusingUrl: string;
let status = 401;
let answer = "{}";

beforeAll(async () => {
  models = await startModels();
  refusing = createServer((_, response) => response.writeHead(status).end(answer));
  await new Promise<void>((resolve) => refusing.listen(0, "127.0.0.1", resolve));
  refusingUrl = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}/v1`;
});
afterAll(async () => {
  await models.stop();
  refusing.close();
});

describe("trying a provider key", () => {
  test("keeps when it worked and how long it took", async () => {
    const { db, providerKey } = await makeOrganization({ modelBaseUrl: models.baseUrl });
    const tested = await testProviderKey(db, providerKey.id);
    expect(tested).toMatchObject({ testProblem: null, testedAt: expect.any(Date), testedMs: expect.any(Number) });
    expect(await db.providerKey.findFirst()).toMatchObject({ testProblem: null, testedMs: tested.testedMs });
  });

  test.each([
    [401, "The provider refuses the key. Enter a valid key."],
    [429, "The model's provider limits how often it may be asked."],
    [500, "The model's provider could not be reached or had a fault."],
  ])("keeps what was wrong: %i", async (answered, testProblem) => {
    status = answered;
    const { db, providerKey } = await makeOrganization({ modelBaseUrl: refusingUrl });
    expect(await testProviderKey(db, providerKey.id)).toMatchObject({ testProblem });
  });

  test("does not read a list that is larger than any", async () => {
    status = 200;
    answer = JSON.stringify({ data: [], padding: "x".repeat(2 * 1024 * 1024) });
    const { db, providerKey } = await makeOrganization({ modelBaseUrl: refusingUrl });
    expect(await testProviderKey(db, providerKey.id)).toMatchObject({
      testProblem: "The model's provider said too much. The server's answer is larger than 2 MB.",
    });
    answer = "{}";
  });

  test("does not blame the key for an endpoint that lists nothing", async () => {
    status = 404;
    const { db, providerKey } = await makeOrganization({ modelBaseUrl: refusingUrl });
    expect(await testProviderKey(db, providerKey.id)).toMatchObject({ testProblem: null });
  });
});

describe("adding a key", () => {
  const input = (baseUrl: string) => ({
    provider: "openai-compatible" as const,
    apiKey: "sk-0123456789abcdef",
    baseUrl,
    label: "Main",
  });

  test("keeps one that works, with its proof", async () => {
    const { db, owner } = await makeOrganization();
    expect(await createTestedKey(db, input(models.baseUrl), owner)).toMatchObject({
      label: "Main",
      testProblem: null,
      testedMs: expect.any(Number),
    });
  });

  test("says beside the key, or beside the address, why not, and keeps nothing", async () => {
    status = 401;
    const { db, owner } = await makeOrganization();
    const before = await db.providerKey.count();
    await expect(createTestedKey(db, input(refusingUrl), owner)).rejects.toMatchObject({
      details: { fields: { apiKey: "The provider refuses the key. Enter a valid key." } },
    });
    await expect(createTestedKey(db, input("http://127.0.0.1:9/v1"), owner)).rejects.toMatchObject({
      details: { fields: { baseUrl: "The model's provider could not be reached or had a fault." } },
    });
    expect(await db.providerKey.count()).toBe(before);
  });
});

describe("the provider's own models", () => {
  test("are listed in order, without those that do not chat", async () => {
    const { db, providerKey } = await makeOrganization({ modelBaseUrl: models.baseUrl });
    expect(await listProviderModels(db, providerKey.id)).toEqual(["acme-demo", "gpt-4.1", "gpt-4.1-mini"]);
  });

  test("another organisation's key is not there", async () => {
    const { providerKey } = await makeOrganization();
    const { db } = await makeOrganization();
    await expect(listProviderModels(db, providerKey.id)).rejects.toMatchObject({ code: "not_found" });
  });
});

test("a list price is known with and without a date, and not guessed", () => {
  expect(listPrice("gpt-4.1-mini-2025-04-14")).toEqual({ input: 0.4, output: 1.6 });
  expect(listPrice("anthropic/claude-haiku-4-5-20251001")).toEqual({ input: 1, output: 5 });
  expect(listPrice("gpt-4.1-turbo")).toBeNull();
});
