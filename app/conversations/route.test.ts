import { beforeAll, describe, expect, test } from "vitest";
import { makeConversation, makeReplyRun } from "@/lib/conversations/test-conversation";
import { database } from "@/lib/db/client";
import { type ApiClient, apiClient } from "@/tests/api-request";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { GET as getMessages } from "./[id]/messages/route";
import { GET as getNotes, POST as note } from "./[id]/notes/route";
import { PUT as rate } from "./[id]/receipts/[runId]/rating/route";
import { GET as getReceipt } from "./[id]/receipts/[runId]/route";
import { PUT as review } from "./[id]/reviewed/route";
import { GET as exportAll } from "./export/route";
import { GET } from "./route";

let organization: TestOrganization;
let client: ApiClient;
beforeAll(async () => {
  organization = await makeOrganization();
  client = await apiClient(organization.owner.id, organization.organizationId);
});

async function get(path: string) {
  const response = await GET(client.request("GET", path), undefined);
  return { status: response.status, body: await response.json() };
}

describe("GET /conversations", () => {
  test("answers pages that follow each other by their cursor, the newest first", async () => {
    const made = [];
    for (const minutes of [3, 2, 1]) {
      made.push(await makeConversation(organization, { lastMessageAt: new Date(Date.now() - minutes * 60_000) }));
    }
    const first = await get("/conversations?limit=2");
    expect(first.status).toBe(200);
    expect(Object.keys(first.body)).toEqual(["data", "nextCursor"]);
    const second = await get(`/conversations?limit=2&cursor=${first.body.nextCursor}`);
    const ids = [...first.body.data, ...second.body.data].map((row: { id: string }) => row.id);
    expect(ids).toEqual(made.map(({ id }) => id).reverse());
    expect(second.body.nextCursor).toBeNull();
  });

  test.each([
    ["limit=0", "limit"],
    ["limit=101", "limit"],
    ["limit=many", "limit"],
    ["cursor=nonsense", "cursor"],
    ["page=2", "page"],
  ])("refuses ?%s and names the field", async (query, field) => {
    const { status, body } = await get(`/conversations?${query}`);
    expect(status).toBe(400);
    expect(Object.keys(body.error.fields)).toEqual([field]);
  });
});

describe("GET /conversations/{id}/messages", () => {
  const messagesOf = async (id: string, query = "") => {
    const request = client.request("GET", `/conversations/${id}/messages${query}`);
    const response = await getMessages(request, { params: Promise.resolve({ id }) });
    return { status: response.status, body: await response.json() };
  };

  test("answers the newest first, with their delivery", async () => {
    const conversation = await makeConversation(organization);
    await conversation.hears("Is it ready?");
    await conversation.says("Yes.", { deliveryState: "read" });
    const { status, body } = await messagesOf(conversation.id);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: [
        { text: "Yes.", direction: "outbound", deliveryState: "read" },
        { text: "Is it ready?", direction: "inbound" },
      ],
      nextCursor: null,
    });
  });

  test("answers 404 for what is no conversation", async () => {
    expect(await messagesOf("nonsense")).toMatchObject({ status: 404, body: { error: { code: "not_found" } } });
  });
});

describe("the filters of GET /conversations", () => {
  test("are taken from the address", async () => {
    const conversation = await makeConversation(organization, { displayName: "Zebediah" });
    await conversation.hears("hello");
    const { body } = await get(
      "/conversations?q=zebed&status=unreviewed&failed=false&channel=whatsapp&from=2020-01-01",
    );
    expect(body.data.map((row: { id: string }) => row.id)).toEqual([conversation.id]);
  });

  test.each([
    ["status=sleepy", "status"],
    ["failed=perhaps", "failed"],
    ["version=first", "version"],
    ["channel=pigeon", "channel"],
    ["from=yesterday", "from"],
    ["q=%00", "q"],
  ])("?%s is refused and named", async (query, field) => {
    const { status, body } = await get(`/conversations?${query}`);
    expect([status, Object.keys(body.error.fields)]).toEqual([400, [field]]);
  });

  test("a time in other words is told how to be written", async () => {
    const { body } = await get("/conversations?to=tomorrow");
    expect(body.error.fields.to).toBe("Write a time as 2026-11-20T10:00:00Z, or a day as 2026-11-20.");
  });
});

describe("who may only read", () => {
  test("neither rates, notes, reviews nor exports", async () => {
    const { prisma } = database();
    const reader = await prisma.user.create({
      data: { email: `${crypto.randomUUID()}@example.test`, name: "Vera Viewer", passwordHash: "none" },
    });
    const { organizationId } = organization;
    await prisma.membership.create({ data: { organizationId, userId: reader.id, role: "viewer" } });
    const viewer = await apiClient(reader.id, organizationId);
    const { id } = await makeConversation(organization);
    const run = await makeReplyRun(organization, id);
    const params = Promise.resolve({ id, runId: run.id });
    const refused = await Promise.all([
      rate(viewer.request("PUT", "/", { verdict: "good" }), { params }),
      note(viewer.request("POST", "/", { text: "Hello" }), { params }),
      review(viewer.request("PUT", "/"), { params }),
      exportAll(viewer.request("GET", "/conversations/export"), undefined),
    ]);
    expect(refused.map((response) => response.status)).toEqual([403, 403, 403, 403]);
    expect((await getReceipt(viewer.request("GET", "/"), { params })).status).toBe(200);
    expect((await getNotes(viewer.request("GET", "/"), { params })).status).toBe(200);
  });
});
