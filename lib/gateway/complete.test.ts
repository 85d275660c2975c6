import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { encryptSecret } from "@/lib/secrets";
import { startModels } from "@/local/models";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { type CompletionRequest, complete } from "./complete";

const limits = { timeoutMs: 5_000, maxOutputTokens: 200 };

function ask(organization: TestOrganization, text: string, more: Partial<CompletionRequest> = {}) {
  return complete({
    db: organization.db,
    organizationModelId: organization.model.id,
    messages: [
      { role: "system", content: "You answer for a shop." },
      { role: "user", content: [{ type: "text", text }] },
    ],
    limits,
    ...more,
  });
}

describe("asking a model", () => {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  async function withModels(provider: "openai" | "anthropic" | "openai_compatible") {
    const models = await startModels();
    closers.push(() => models.stop());
    const organization = await makeOrganization({ modelBaseUrl: models.baseUrl });
    await organization.db.providerKey.update({ where: { id: organization.providerKey.id }, data: { provider } });
    return organization;
  }

  /** A provider that answers everything like this. */
  async function withProvider(status: number, body: unknown, headers: Record<string, string> = {}) {
    const requests: { headers: Record<string, unknown>; body: Record<string, unknown> }[] = [];
    const server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk) => {
        text += chunk;
      });
      request.on("end", () => {
        requests.push({ headers: request.headers, body: JSON.parse(text) });
        if (status === 0) return;
        response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
      });
    });
    const organization = await makeOrganization({ modelBaseUrl: `${await listen(server)}/v1` });
    closers.push(() => close(server));
    return { organization, requests };
  }

  it.each(["openai", "anthropic", "openai_compatible"] as const)(
    "works with %s and tells tokens and cost",
    async (provider) => {
      const organization = await withModels(provider);
      const completion = await ask(organization, "ref HELLO");
      expect(completion).toMatchObject({ text: expect.stringContaining("ref HELLO"), finishReason: "stop" });
      const { inputTokens, outputTokens } = completion;
      expect(inputTokens).toBeGreaterThan(0);
      // The test's model costs 1 dollar a million tokens in and 4 out, so that a token is a micro-dollar, or four.
      expect(completion.costMicros).toBe(BigInt((inputTokens ?? 0) + 4 * (outputTokens ?? 0)));
    },
  );

  it("sends the organisation's key, the token limit and no tool", async () => {
    const { organization, requests } = await withProvider(200, answer("Hello"));
    await ask(organization, "hi");
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers.authorization).toBe(`Bearer ${organization.providerKey.plaintext}`);
    expect(requests[0]?.body).toMatchObject({ model: "test-model", max_tokens: 200 });
    expect(requests[0]?.body).not.toHaveProperty("tools");
  });

  it("sends the temperature that was chosen, and none where none was", async () => {
    const { organization, requests } = await withProvider(200, answer("Hello"));
    await ask(organization, "hi", { temperature: 0 });
    await ask(organization, "hi", { temperature: null });
    expect(requests[0]?.body).toMatchObject({ temperature: 0 });
    expect(requests[1]?.body).not.toHaveProperty("temperature");
  });

  it("knows no cost without a price or without usage", async () => {
    const { organization } = await withProvider(200, { ...answer("Hello"), usage: undefined });
    expect((await ask(organization, "hi")).costMicros).toBeNull();
  });

  it.each([
    [429, {}, "retry_later", /how often/],
    [500, {}, "retry_later", /fault/],
    [503, {}, "retry_later", /fault/],
    [401, {}, "owner_must_fix", /refuses the key/],
    [403, {}, "owner_must_fix", /no access to test-model/],
    [404, { error: { message: "?", code: "model_not_found" } }, "owner_must_fix", /no model test-model/],
    [429, { error: { message: "?", code: "insufficient_quota" } }, "owner_must_fix", /no credit/],
    [400, { error: { message: "?", code: "content_filter" } }, "refused", /declined/],
    [400, { error: { message: "?" } }, "owner_must_fix", /did not accept/],
  ])("sorts an answer of %i %j under %s", async (status, body, kind, message) => {
    const { organization, requests } = await withProvider(status, body);
    await expect(ask(organization, "my secret words")).rejects.toMatchObject({
      name: "ModelError",
      kind,
      message: expect.stringMatching(message),
    });
    expect(requests).toHaveLength(1);
  });

  it("passes on how long the provider asks to wait, a minute at most", async () => {
    const { organization } = await withProvider(429, {}, { "retry-after": "7" });
    await expect(ask(organization, "hi")).rejects.toMatchObject({ details: { retryAfterMs: 7_000 } });
    const patient = await withProvider(429, {}, { "retry-after": "4000" });
    await expect(ask(patient.organization, "hi")).rejects.toMatchObject({ details: { retryAfterMs: 60_000 } });
  });

  it("says nothing of what the customer wrote or of the key in an error", async () => {
    const { organization } = await withProvider(400, { error: { message: "my secret words are bad" } });
    const error: Error = await ask(organization, "my secret words").catch((thrown) => thrown);
    expect(JSON.stringify([error.message, error, error.cause])).not.toMatch(/secret words|sk-test/);
  });

  it("gives up after the time limit, and at once when it is told to stop", async () => {
    const { organization } = await withProvider(0, {});
    await expect(ask(organization, "hi", { limits: { ...limits, timeoutMs: 50 } })).rejects.toMatchObject({
      kind: "retry_later",
      message: expect.stringContaining("in time"),
    });
    const stop = new AbortController();
    const asked = ask(organization, "hi", { signal: stop.signal });
    stop.abort(new Error("the customer wrote again"));
    await expect(asked).rejects.toThrow("the customer wrote again");
  });

  it("takes a provider that is not there for an outage", async () => {
    const organization = await makeOrganization({ modelBaseUrl: "http://127.0.0.1:9/v1" });
    await expect(ask(organization, "hi")).rejects.toMatchObject({ kind: "retry_later" });
  });

  it("cannot use a model or a key of another organisation", async () => {
    const [first, second] = [await makeOrganization(), await makeOrganization()];
    await expect(ask(first, "hi", { organizationModelId: second.model.id })).rejects.toThrow();
    const moved = encryptSecret("sk-other", { organizationId: second.organizationId, field: "providerKey.apiKey" });
    await first.db.providerKey.update({ where: { id: first.providerKey.id }, data: { apiKey: moved } });
    await expect(ask(first, "hi")).rejects.toThrow();
  });
});

function answer(content: string) {
  return {
    id: "1",
    object: "chat.completion",
    created: 1,
    model: "test-model",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
