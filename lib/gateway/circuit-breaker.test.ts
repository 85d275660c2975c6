import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { complete } from "./complete";
import { completeAlongChain } from "./complete-along-chain";
import { openModel } from "./open-model";
import { testProviderKey } from "./test-provider-key";

/** What the provider does next; it counts what reaches it. */
const provider = { status: 200, body: {} as unknown, requests: 0, hold: null as Promise<void> | null };
let organization: TestOrganization;
let close: () => Promise<unknown>;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date() });
  Object.assign(provider, { status: 200, body: answer, requests: 0, hold: null });
  const server = createServer(async (request, response) => {
    provider.requests += 1;
    request.resume();
    await provider.hold;
    response.writeHead(provider.status, { "content-type": "application/json" }).end(JSON.stringify(provider.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  organization = await makeOrganization({
    modelBaseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
  });
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
});
afterEach(async () => {
  vi.useRealTimers();
  await close();
});

const request = {
  messages: [{ role: "user" as const, content: [{ type: "text" as const, text: "hi" }] }],
  limits: { timeoutMs: 5_000 },
};

function ask(signal?: AbortSignal) {
  return complete({ ...request, db: organization.db, organizationModelId: organization.model.id, signal });
}

async function fail(times: number, status = 500, body: unknown = {}): Promise<void> {
  Object.assign(provider, { status, body });
  for (let time = 0; time < times; time++) await ask().catch(() => {});
}

function recover(): void {
  Object.assign(provider, { status: 200, body: answer });
}

function storedKey() {
  return organization.db.providerKey.findUniqueOrThrow({ where: { id: organization.providerKey.id } });
}

describe("the circuit breaker of a provider key", () => {
  it("holds calls back after five failures in a row, and says until when and why on the key", async () => {
    const openedAt = new Date();
    const openUntil = new Date(Date.now() + 30_000);
    await fail(4);
    expect(await storedKey()).toMatchObject({ openUntil: null });
    await fail(3);
    expect(provider.requests).toBe(5);
    await expect(ask()).rejects.toMatchObject({
      kind: "retry_later",
      message: "The model's provider could not be reached or had a fault.",
      details: { heldBack: true, retryAfterMs: 30_000 },
    });
    await vi.waitFor(async () =>
      expect(await storedKey()).toMatchObject({
        openUntil,
        openedAt,
        openedBecause: "The model's provider could not be reached or had a fault.",
      }),
    );
  });

  it("counts only failures in a row", async () => {
    await fail(4);
    recover();
    await ask();
    await fail(4);
    recover();
    await expect(ask()).resolves.toMatchObject({ text: "Hello" });
  });

  it("lets one call through after half a minute, and closes when that succeeds", async () => {
    await fail(5);
    vi.setSystemTime(Date.now() + 30_000);
    recover();
    let letGo = () => {};
    provider.hold = new Promise((resolve) => {
      letGo = resolve;
    });
    const probe = ask();
    await vi.waitFor(() => expect(provider.requests).toBe(6));
    await expect(ask()).rejects.toMatchObject({ details: { heldBack: true } });
    letGo();
    await expect(probe).resolves.toMatchObject({ text: "Hello" });
    await expect(ask()).resolves.toMatchObject({ text: "Hello" });
    await vi.waitFor(async () => expect(await storedKey()).toMatchObject({ openUntil: null }));
  });

  it("opens for another half a minute when the probe fails, and knows since when it has been open", async () => {
    const openedAt = new Date();
    await fail(5);
    vi.setSystemTime(Date.now() + 31_000);
    await fail(3);
    expect(provider.requests).toBe(6);
    const openUntil = new Date(Date.now() + 30_000);
    await vi.waitFor(async () => expect(await storedKey()).toMatchObject({ openUntil, openedAt }));
  });

  it("stays open when the probe is cut off: that shows nothing", async () => {
    await fail(5);
    vi.setSystemTime(Date.now() + 30_000);
    provider.hold = new Promise(() => {});
    const stop = new AbortController();
    const probe = ask(stop.signal);
    await vi.waitFor(() => expect(provider.requests).toBe(6));
    stop.abort(new Error("the customer wrote again"));
    await expect(probe).rejects.toThrow("the customer wrote again");
    await expect(ask()).rejects.toMatchObject({ details: { heldBack: true } });
  });

  it("opens for a key that is refused, as something that only the owner can fix", async () => {
    await fail(6, 401);
    expect(provider.requests).toBe(5);
    await expect(ask()).rejects.toMatchObject({ kind: "owner_must_fix", details: { heldBack: true } });
  });

  it.each([
    ["a request that it does not accept", 400, {}],
    ["a model that it does not know", 404, {}],
    ["a content filter", 400, { error: { message: "?", code: "content_filter" } }],
  ])("does not hold %s against the provider", async (_, status, body) => {
    await fail(7, status, body);
    expect(provider.requests).toBe(7);
  });

  it("does not hold it against the provider that nobody wants its answer any more", async () => {
    provider.hold = new Promise(() => {});
    for (let time = 1; time <= 6; time++) {
      const stop = new AbortController();
      const asked = ask(stop.signal).catch(() => {});
      await vi.waitFor(() => expect(provider.requests).toBe(time));
      stop.abort(new Error("the customer wrote again"));
      await asked;
    }
    recover();
    provider.hold = null;
    await expect(ask()).resolves.toMatchObject({ text: "Hello" });
  });

  it("holds for streamed answers as well", async () => {
    await fail(4);
    const { languageModel } = await openModel(organization.db, organization.model.id);
    const stream = () => languageModel.doStream({ prompt: request.messages });
    await expect(stream()).rejects.toThrow();
    await expect(stream()).rejects.toMatchObject({ details: { heldBack: true } });
    expect(provider.requests).toBe(5);
  });

  it("skips the model in a chain at once", async () => {
    await fail(5);
    const { id: _, plaintext: __, ...columns } = organization.providerKey;
    const otherKey = await organization.db.providerKey.create({ data: columns });
    const other = await organization.db.organizationModel.create({
      data: { organizationId: organization.organizationId, providerKeyId: otherKey.id, model: "other", label: "Other" },
    });
    recover();
    const organizationModelIds = [organization.model.id, other.id];
    const completion = await completeAlongChain({ ...request, db: organization.db, organizationModelIds });
    expect(completion.attempts).toMatchObject([
      { model: "test-model", outcome: "skipped", error: { kind: "retry_later" } },
      { model: "other", outcome: "answered" },
    ]);
    expect(provider.requests).toBe(6);
  });

  it("closes when the owner tests the key with success", async () => {
    await fail(5, 401);
    recover();
    await testProviderKey(organization.db, organization.providerKey.id);
    expect(await storedKey()).toMatchObject({ testProblem: null, openUntil: null });
    await expect(ask()).resolves.toMatchObject({ text: "Hello" });
  });
});

const answer = {
  id: "1",
  object: "chat.completion",
  created: 1,
  model: "test-model",
  // What a list of models is read from.
  data: [],
  choices: [{ index: 0, message: { role: "assistant", content: "Hello" }, finish_reason: "stop" }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
};
