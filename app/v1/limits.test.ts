import OpenAI, { RateLimitError } from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { GET as readUsage } from "@/app/gateway-usage/route";
import { createAccessToken } from "@/lib/auth/access-tokens";
import { database } from "@/lib/db/client";
import { readGatewayUsage } from "@/lib/gateway/read-gateway-usage";
import { createApiToken } from "@/lib/organizations/api-tokens";
import { removeExpired } from "@/lib/sweeper";
import { apiClient } from "@/tests/api-request";
import { type Gateway, type GatewayOrganization, makeToken, startGateway } from "@/tests/gateway";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());
afterEach(() => vi.useRealTimers());

const request = { model: "test-model", messages: [{ role: "user" as const, content: "ref COUNTED" }] };

const clientOf = (apiKey: string, headers: Record<string, string> = {}) =>
  new OpenAI({ apiKey, baseURL: gateway.baseURL, maxRetries: 0, defaultHeaders: headers });

/** Half a minute before the minute is over, so that no test crosses it. */
function inMidMinute() {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-26T10:00:30Z") });
}

describe("how often a token may ask", () => {
  test("is told with each answer, and too often is refused until the minute is over", async () => {
    const organization = await gateway.organization();
    const { token } = await makeToken(organization, ["use-gateway"], 2);
    inMidMinute();
    const first = await clientOf(token).chat.completions.create(request).asResponse();
    expect(rateOf(first.headers)).toEqual(["2", "1", "30.000s"]);
    const bad = await clientOf(token)
      .chat.completions.create({ ...request, model: "none" })
      .catch((error) => error);
    expect(rateOf(bad.headers)).toEqual(["2", "0", "30.000s"]);
    const error = await clientOf(token)
      .chat.completions.create(request)
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ code: "rate_limit_exceeded", type: "requests" });
    expect(error.headers.get("retry-after")).toBe("30");
    expect(rateOf(error.headers)).toEqual(["2", "0", "30.000s"]);
    // Another token has a count of its own.
    await organization.client.chat.completions.create(request);
    vi.setSystemTime(new Date("2026-11-26T10:01:00Z"));
    await clientOf(token).chat.completions.create(request);
  });

  test("holds for requests that come at the same moment", async () => {
    const organization = await gateway.organization();
    const { token } = await makeToken(organization, ["use-gateway"], 5);
    inMidMinute();
    const all = await Promise.all(
      Array.from({ length: 12 }, () =>
        clientOf(token)
          .chat.completions.create(request)
          .then(
            () => 200,
            (error) => error.status,
          ),
      ),
    );
    expect(all.filter((status) => status === 200)).toHaveLength(5);
    expect(all.filter((status) => status === 429)).toHaveLength(7);
  });

  test("is chosen when the token is made, 120 a minute where it is not", async () => {
    const { db, owner } = await gateway.organization();
    const granter = { actor: owner, role: "owner" as const };
    const made = await createApiToken(db, granter, { name: "CI", scopes: ["use-gateway"] });
    expect(made.requestsPerMinute).toBe(120);
    for (const requestsPerMinute of [0, 100_001, 1.5])
      await expect(
        createApiToken(db, granter, { name: "CI", scopes: ["use-gateway"], requestsPerMinute }),
      ).rejects.toMatchObject({ details: { fields: { requestsPerMinute: expect.any(String) } } });
  });

  test("is forgotten by the sweeper some minutes later", async () => {
    const { client, db } = await gateway.organization();
    await client.chat.completions.create(request);
    await removeExpired();
    expect(await db.gatewayMinute.count()).toBe(1);
    await removeExpired(Date.now() + 15 * 60_000);
    expect(await db.gatewayMinute.count()).toBe(0);
  });
});

describe("a member", () => {
  test("may ask with a token of their own, for one of their organisations, 120 times a minute", async () => {
    const { owner, organizationId, db } = await gateway.organization();
    const { accessToken } = await createAccessToken(owner.id);
    const response = await clientOf(accessToken, { "X-Org-Id": organizationId })
      .chat.completions.create(request)
      .asResponse();
    expect(response.headers.get("x-ratelimit-limit-requests")).toBe("120");
    await expect.poll(() => db.gatewayRequest.findFirst()).toMatchObject({ userId: owner.id, apiTokenId: null });
    await expect(clientOf(accessToken).models.list()).rejects.toMatchObject({ status: 404 });
  });

  test("with a small role may not", async () => {
    const { owner, organizationId } = await gateway.organization();
    const where = { organizationId_userId: { organizationId, userId: owner.id } };
    await database().prisma.membership.update({ where, data: { role: "agent" } });
    const { accessToken } = await createAccessToken(owner.id);
    const client = clientOf(accessToken, { "X-Org-Id": organizationId });
    await expect(client.chat.completions.create(request)).rejects.toMatchObject({ status: 403 });
  });
});

describe("what the gateway keeps of its requests", () => {
  let organization: GatewayOrganization;
  beforeAll(async () => {
    organization = await gateway.organization();
  });

  test("agrees with the answers, streamed or not", async () => {
    const { client, db, tokenId, model } = organization;
    const { usage } = await client.chat.completions.create(request);
    const stream = await client.chat.completions.create({
      ...request,
      stream: true,
      stream_options: { include_usage: true },
    });
    let streamedUsage: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of stream) streamedUsage = chunk.usage;
    await expect.poll(() => db.gatewayRequest.count()).toBe(2);
    const rows = await db.gatewayRequest.findMany({ orderBy: { id: "asc" } });
    for (const [index, told] of [usage, streamedUsage].entries()) {
      const row = rows[index];
      expect(row).toMatchObject({
        apiTokenId: tokenId,
        userId: null,
        callerName: "Client",
        organizationModelId: model.id,
        model: "test-model",
        streamed: index === 1,
        status: 200,
        errorCode: null,
        inputTokens: told?.prompt_tokens,
        outputTokens: told?.completion_tokens,
        // 1 dollar a million tokens in and 4 out.
        costMicros: BigInt((told?.prompt_tokens ?? 0) + 4 * (told?.completion_tokens ?? 0)),
        rounds: 1,
        toolCalls: 0,
      });
      expect(row?.ms).toBeGreaterThanOrEqual(row?.providerMs ?? 0);
    }
  });

  test("has the failures as well, from authentication on", async () => {
    const { client, db } = organization;
    const before = await db.gatewayRequest.count();
    const failing = [
      { ...request, model: "none" },
      { ...request, n: 2 },
      { ...request, messages: [{ role: "user" as const, content: "fail" }] },
    ];
    for (const body of failing) await client.chat.completions.create(body).catch(() => undefined);
    await expect.poll(() => db.gatewayRequest.count()).toBe(before + 3);
    const rows = await db.gatewayRequest.findMany({ orderBy: { id: "asc" }, skip: before });
    expect(rows).toMatchObject([
      { model: "none", organizationModelId: null, status: 404, errorCode: "model_not_found", rounds: 0 },
      { model: "", status: 400, errorCode: "invalid" },
      { model: "test-model", status: 502, errorCode: "provider_fault", rounds: 1, inputTokens: null },
    ]);
  });

  test("holds nothing of what was said", async () => {
    const { client, db } = organization;
    await client.chat.completions.create({ ...request, messages: [{ role: "user", content: "ref SECRET9" }] });
    await expect.poll(() => db.gatewayRequest.count({ where: { status: 200 } })).toBe(3);
    const rows = await db.gatewayRequest.findMany();
    expect(JSON.stringify(rows, (_, value) => (typeof value === "bigint" ? Number(value) : value))).not.toContain(
      "SECRET9",
    );
  });

  test("is summed up by caller, for their organisation alone", async () => {
    const { db, owner, organizationId, tokenId } = organization;
    const { data } = await readGatewayUsage(db, { days: 7 });
    const rows = await db.gatewayRequest.findMany();
    expect(data).toEqual([
      {
        apiTokenId: tokenId,
        userId: null,
        name: "Client",
        currency: "USD",
        requests: rows.length,
        failures: 3,
        rounds: 4,
        toolCalls: 0,
        inputTokens: sum(rows.map(({ inputTokens }) => inputTokens)),
        outputTokens: sum(rows.map(({ outputTokens }) => outputTokens)),
        costMicros: sum(rows.map(({ costMicros }) => Number(costMicros))),
        withoutPrice: 0,
        lastUsedAt: new Date(Math.max(...rows.map(({ createdAt }) => createdAt.getTime()))),
      },
    ]);
    const api = await apiClient(owner.id, organizationId);
    const response = await readUsage(api.request("GET", "/gateway-usage?days=7"), undefined);
    expect((await response.json()).data).toEqual(JSON.parse(JSON.stringify(data)));
    const other = await gateway.organization();
    expect((await readGatewayUsage(other.db, { days: 7 })).data).toEqual([]);
  });
});

function rateOf(headers: Headers) {
  return ["limit", "remaining", "reset"].map((name) => headers.get(`x-ratelimit-${name}-requests`));
}

function sum(numbers: (number | null)[]): number {
  return numbers.reduce<number>((total, number) => total + (number ?? 0), 0);
}

test("another method than a path's own, and another path, are refused in OpenAI's form", async () => {
  const ask = async (method: string, path: string) => {
    const response = await fetch(`${gateway.baseURL}${path}`, { method });
    return { status: response.status, allow: response.headers.get("allow"), code: (await response.json()).error.code };
  };
  expect(await ask("GET", "/chat/completions")).toEqual({ status: 405, allow: "POST", code: "method_not_supported" });
  expect(await ask("POST", "/models")).toEqual({ status: 405, allow: "GET, HEAD", code: "method_not_supported" });
  expect(await ask("GET", "/embeddings")).toEqual({ status: 404, allow: null, code: "not_found" });
});
