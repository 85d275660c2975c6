import { beforeEach, describe, expect, test } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { decryptSecret } from "../secrets";
import { createProviderKey, deleteProviderKey, listProviderKeys } from "./provider-keys";

const apiKey = "sk-live-0123456789abcdef";
let organization: TestOrganization;

beforeEach(async () => {
  organization = await makeOrganization();
});

test("a key is shown masked, and kept so that only its organisation can decrypt it", async () => {
  const { db, organizationId } = organization;
  const key = await createProviderKey(db, { provider: "openai", apiKey, label: "Main" }, organization.owner);
  expect(key).toMatchObject({ provider: "openai", apiKey: "••••cdef", baseUrl: null, label: "Main" });
  const row = await db.providerKey.findUniqueOrThrow({ where: { id: key.id } });
  expect(JSON.stringify(row)).not.toContain(apiKey);
  expect(decryptSecret(row.apiKey, { organizationId, field: "providerKey.apiKey" })).toBe(apiKey);
  const { organizationId: stranger } = await makeOrganization();
  expect(() => decryptSecret(row.apiKey, { organizationId: stranger, field: "providerKey.apiKey" })).toThrow();
});

test("nothing of a short key is shown", async () => {
  expect(
    await createProviderKey(
      organization.db,
      { provider: "openai", apiKey: "ollama", label: "Local" },
      organization.owner,
    ),
  ).toMatchObject({ apiKey: "••••" });
});

test("an address may be given for every provider, and an OpenAI-compatible one needs it", async () => {
  const { db } = organization;
  const baseUrl = "https://proxy.example.test/v1/";
  const key = await createProviderKey(
    db,
    { provider: "anthropic", apiKey, baseUrl, label: "Proxy" },
    organization.owner,
  );
  expect(key.baseUrl).toBe("https://proxy.example.test/v1");
  const compatible = createProviderKey(db, { provider: "openai-compatible", apiKey, label: "Own" }, organization.owner);
  await expect(compatible).rejects.toMatchObject({
    details: { fields: { baseUrl: expect.stringContaining("address") } },
  });
});

test.each([
  [{ provider: "google" }, "provider"],
  [{ apiKey: "" }, "apiKey"],
  [{ apiKey: "two words" }, "apiKey"],
  [{ label: "" }, "label"],
  [{ baseUrl: "models.example.test" }, "baseUrl"],
  [{ baseUrl: "ftp://models.example.test" }, "baseUrl"],
  [{ baseUrl: "https://user:secret@models.example.test" }, "baseUrl"],
  [{ baseUrl: "https://models.example.test/?key=1" }, "baseUrl"],
  [{ url: "https://models.example.test" }, "url"],
])("%j is refused by the field's name", async (changes, field) => {
  const input = { provider: "openai" as const, apiKey, label: "Main", ...(changes as object) };
  await expect(createProviderKey(organization.db, input, organization.owner)).rejects.toMatchObject({
    code: "invalid",
    details: { fields: { [field]: expect.any(String) } },
  });
});

describe("deleting", () => {
  test("is refused while a model is reached with the key, and says which", async () => {
    await expect(
      deleteProviderKey(organization.db, organization.providerKey.id, organization.owner),
    ).rejects.toMatchObject({
      code: "in_use",
      message: "This key is used by “Test model”. Delete that first.",
    });
  });

  test("erases an unused key, once, and never another organisation's", async () => {
    const { db } = organization;
    const { id } = await createProviderKey(db, { provider: "openai", apiKey, label: "Main" }, organization.owner);
    await expect(deleteProviderKey((await makeOrganization()).db, id, organization.owner)).rejects.toMatchObject({
      code: "not_found",
    });
    await deleteProviderKey(db, id, organization.owner);
    expect((await listProviderKeys(db)).map((key) => key.id)).toEqual([organization.providerKey.id]);
    await expect(deleteProviderKey(db, id, organization.owner)).rejects.toMatchObject({ code: "not_found" });
  });
});

test("the audit log says who made and who erased a key, and shows it masked", async () => {
  const { db, owner } = organization;
  const { id } = await createProviderKey(db, { provider: "openai", apiKey, label: "Main" }, owner);
  await deleteProviderKey(db, id, owner);
  const entries = await db.auditEntry.findMany({ orderBy: { id: "asc" } });
  const traced = { provider: "openai", apiKey: "••••cdef" };
  expect(entries).toMatchObject([
    { action: "provider_key.created", subject: "Main", actorName: owner.name, after: traced },
    { action: "provider_key.deleted", subject: "Main", userId: owner.id, before: traced },
  ]);
  expect(JSON.stringify(entries)).not.toContain(apiKey);
});
