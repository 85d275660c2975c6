import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startModels } from "@/local/models";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { ChainError, type ChainRequest, completeAlongChain } from "./complete-along-chain";

let models: Awaited<ReturnType<typeof startModels>>;
let organization: TestOrganization;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  models = await startModels();
});
afterAll(() => models.stop());
beforeEach(async () => {
  organization = await makeOrganization({ modelBaseUrl: models.baseUrl });
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A model of this name, with a key of its own. */
async function model(name: string, baseUrl = models.baseUrl): Promise<string> {
  const { db, organizationId, providerKey } = organization;
  const { id: _, plaintext: __, ...columns } = providerKey;
  const key = await db.providerKey.create({ data: { ...columns, baseUrl } });
  const created = await db.organizationModel.create({
    data: { organizationId, providerKeyId: key.id, model: name, label: name },
  });
  return created.id;
}

function ask(organizationModelIds: string[], more: Partial<ChainRequest> = {}) {
  return completeAlongChain({
    db: organization.db,
    organizationModelIds,
    messages: [{ role: "user", content: [{ type: "text", text: "ref HELLO, my secret words" }] }],
    limits: { timeoutMs: 5_000, maxOutputTokens: 200 },
    ...more,
  });
}

async function failing(organizationModelIds: string[], more: Partial<ChainRequest> = {}): Promise<ChainError> {
  const error = await ask(organizationModelIds, more).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ChainError);
  return error;
}

describe("a chain of models", () => {
  it("asks the first alone while it answers", async () => {
    const completion = await ask([await model("acme-demo"), await model("acme-broken")]);
    expect(completion.text).toContain("ref HELLO");
    expect(completion.attempts).toMatchObject([{ model: "acme-demo", outcome: "answered", error: null }]);
  });

  it.each([
    ["an outage", "acme-broken", "retry_later"],
    ["a rate limit", "acme-busy", "retry_later"],
    ["a key that is refused", "acme-locked", "owner_must_fix"],
    ["a content filter", "acme-strict", "refused"],
  ])("lets the next one answer after %s", async (_, name, kind) => {
    const completion = await ask([await model(name), await model("acme-demo")]);
    expect(completion).toMatchObject({ model: "acme-demo", text: expect.stringContaining("ref HELLO") });
    expect(completion.attempts).toMatchObject([
      { model: name, outcome: "failed", error: { kind } },
      { model: "acme-demo", outcome: "answered", error: null },
    ]);
  });

  it.each([
    ["a model that the provider does not know", 404, { error: { message: "?", code: "model_not_found" } }],
    ["an account without credit", 429, { error: { message: "?", code: "insufficient_quota" } }],
    ["an answer that nobody can read", 200, "nonsense"],
  ])("lets the next one answer after %s", async (_, status, body) => {
    const { baseUrl } = await provider((response) => response.writeHead(status).end(JSON.stringify(body)));
    const completion = await ask([await model("acme-one", baseUrl), await model("acme-demo")]);
    expect(completion.attempts.map(({ outcome }) => outcome)).toEqual(["failed", "answered"]);
  });

  it("lets the next one answer after a model that was deleted, and after one that is not there", async () => {
    const deleted = await model("acme-old");
    await organization.db.organizationModel.update({ where: { id: deleted }, data: { providerKeyId: null } });
    const other = await makeOrganization({ modelBaseUrl: models.baseUrl });
    const completion = await ask([deleted, other.model.id, await model("acme-demo")]);
    expect(completion.attempts).toMatchObject([
      { model: "acme-old", outcome: "failed", error: { kind: "owner_must_fix" } },
      { model: other.model.id, outcome: "failed", error: { kind: "owner_must_fix" } },
      { model: "acme-demo", outcome: "answered" },
    ]);
  });

  it("gives a model that hangs its own time, and the next one what is left", async () => {
    const { baseUrl } = await provider(() => {});
    const limits = { timeoutMs: 150 };
    const completion = await ask([await model("acme-hangs", baseUrl), await model("acme-demo")], { limits });
    expect(completion.attempts[0]).toMatchObject({
      outcome: "failed",
      error: { message: expect.stringContaining("in time") },
    });
    expect(completion.attempts[0]?.ms).toBeGreaterThanOrEqual(140);
  });

  it("asks a model that is named twice once", async () => {
    const broken = await model("acme-broken");
    expect((await failing([broken, broken])).attempts).toHaveLength(1);
  });

  it.each([
    [["acme-locked", "acme-broken", "acme-strict"], "retry_later", /had a fault/],
    [["acme-strict", "acme-locked"], "owner_must_fix", /refuses the key/],
    [["acme-strict"], "refused", /declined/],
  ])("fails, when %j all fail, with the most hopeful error: %s", async (names, kind, message) => {
    const error = await failing(await Promise.all(names.map((name) => model(name))));
    expect(error).toMatchObject({ kind, message: expect.stringMatching(message), name: "ModelError" });
    expect(error.attempts.map((attempt) => attempt.model)).toEqual(names);
    expect(JSON.stringify([error, error.message])).not.toContain("secret words");
  });

  it("says when to try again only if all that may pass say so", async () => {
    const [busy, broken] = [await model("acme-busy"), await model("acme-broken")];
    expect((await failing([busy])).details.retryAfterMs).toBe(1_000);
    expect((await failing([busy, broken])).details.retryAfterMs).toBeUndefined();
  });

  it("stops at once, with the reason, when it is told to", async () => {
    const stop = new AbortController();
    const { baseUrl, closed } = await provider(() => stop.abort(new Error("the customer wrote again")));
    const asked = ask([await model("acme-hangs", baseUrl), await model("acme-demo")], { signal: stop.signal });
    await expect(asked).rejects.toThrow("the customer wrote again");
    await closed;
  });
});

describe("hedging", () => {
  it("asks nobody else while it is off, however long the first takes", async () => {
    const { baseUrl, requests } = await provider((response) => response.end(JSON.stringify(answer)));
    const slow = await provider((response) => setTimeout(() => response.end(JSON.stringify(answer)), 100));
    const completion = await ask([await model("slow", slow.baseUrl), await model("quick", baseUrl)]);
    expect(completion.model).toBe("slow");
    expect(requests).toBe(0);
  });

  it("asks the next one as well, takes the first good answer, and cuts the other off", async () => {
    const { baseUrl, closed } = await provider(() => {});
    const completion = await ask([await model("acme-hangs", baseUrl), await model("acme-demo")], { hedgeAfterMs: 50 });
    expect(completion.attempts).toMatchObject([
      { model: "acme-hangs", outcome: "overtaken", error: null },
      { model: "acme-demo", outcome: "answered" },
    ]);
    expect(completion.attempts[0]?.ms).toBeGreaterThanOrEqual(45);
    await closed;
  });

  it("waits for the first when the one that was asked as well fails", async () => {
    const { baseUrl } = await provider((response) => setTimeout(() => response.end(JSON.stringify(answer)), 300));
    const completion = await ask([await model("slow", baseUrl), await model("acme-broken")], { hedgeAfterMs: 50 });
    expect(completion.attempts).toMatchObject([
      { model: "acme-broken", outcome: "failed" },
      { model: "slow", outcome: "answered" },
    ]);
  });
});

/** A provider that does this with each request; `closed` once a connection was given up. */
async function provider(respond: (response: ServerResponse) => void) {
  const seen = { baseUrl: "", requests: 0, closed: Promise.resolve() as Promise<unknown> };
  const server: Server = createServer((request, response) => {
    seen.requests += 1;
    request.resume();
    response.setHeader("content-type", "application/json");
    respond(response);
  });
  seen.closed = new Promise((resolve) => {
    server.on("connection", (socket) => socket.once("close", resolve));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  seen.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return seen;
}

const answer = {
  id: "1",
  object: "chat.completion",
  created: 1,
  model: "test-model",
  choices: [{ index: 0, message: { role: "assistant", content: "Hello" }, finish_reason: "stop" }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
};
