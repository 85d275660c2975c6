import { beforeEach, describe, expect, it } from "vitest";
import { type ApiClient, apiClient } from "@/tests/api-request";
import { makeMember } from "@/tests/make-member";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { DELETE, GET, POST } from "./route";

let organization: TestOrganization;
let owner: ApiClient;
beforeEach(async () => {
  organization = await makeOrganization({ fallbackText: "A person will answer you soon." });
  owner = await apiClient(organization.owner.id, organization.organizationId);
});

async function call(handler: typeof GET, method: string, body?: unknown, client = owner) {
  const response = await handler(client.request(method, "/kill-switch", body), undefined);
  return { status: response.status, body: await response.json() };
}

describe("the kill switch over HTTP", () => {
  it("is thrown without a body, says with which text and by whom, and is lifted", async () => {
    const off = { on: false, since: null, byId: null, text: "A person will answer you soon." };
    expect(await call(GET, "GET")).toEqual({ status: 200, body: off });
    const on = { on: true, since: expect.any(String), byId: organization.owner.id };
    expect(await call(POST, "POST")).toEqual({ status: 200, body: { ...off, ...on } });
    expect(await call(POST, "POST", { text: "Back soon." })).toMatchObject({ body: { ...on, text: "Back soon." } });
    expect(await call(GET, "GET")).toMatchObject({ body: { on: true, text: "Back soon." } });
    expect(await call(DELETE, "DELETE")).toEqual({ status: 200, body: { ...off, text: "Back soon." } });
  });

  it("takes no other field and no text of more than a message", async () => {
    for (const body of [{ words: "x" }, { text: "x".repeat(1_501) }, { text: 1 }])
      expect(await call(POST, "POST", body)).toMatchObject({ status: 400, body: { error: { code: "invalid" } } });
    expect((await call(GET, "GET")).body).toMatchObject({ on: false });
  });

  it("is an agent's to throw, and a viewer's to read", async () => {
    const as = async (role: "agent" | "viewer") =>
      apiClient((await makeMember(organization.db, role)).user.id, organization.organizationId);
    const viewer = await as("viewer");
    expect((await call(POST, "POST", undefined, viewer)).status).toBe(403);
    expect((await call(GET, "GET", undefined, viewer)).status).toBe(200);
    expect((await call(POST, "POST", undefined, await as("agent"))).status).toBe(200);
  });

  it("concerns one organisation", async () => {
    const other = await makeOrganization();
    await call(POST, "POST");
    expect(await other.db.whatsAppApp.findFirst()).toMatchObject({ mode: "open", fixedText: null });
  });
});
