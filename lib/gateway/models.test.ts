import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { updateWhatsAppApp } from "../channels/whatsapp-app";
import { createModel, deleteModel, listModels } from "./models";
import { deleteProviderKey } from "./provider-keys";

let organization: TestOrganization;

beforeEach(async () => {
  organization = await makeOrganization();
});

function newModel(changes: object = {}) {
  const input = { providerKeyId: organization.providerKey.id, model: "gpt-5.2-mini", ...changes };
  return createModel(organization.db, input, organization.owner);
}

test("prices are dollars outside and whole micro-units inside", async () => {
  const model = await newModel({ inputPricePerMTok: 0.15, outputPricePerMTok: 0.000001 });
  expect(model).toMatchObject({ label: "gpt-5.2-mini", inputPricePerMTok: 0.15, outputPricePerMTok: 0.000001 });
  const row = await organization.db.organizationModel.findUniqueOrThrow({ where: { id: model.organizationModelId } });
  expect(row).toMatchObject({ inputPricePerMTok: 150_000, outputPricePerMTok: 1, currency: "USD" });
});

test("a model without prices has none, rather than being free", async () => {
  expect(await newModel()).toMatchObject({ inputPricePerMTok: null, outputPricePerMTok: null });
});

test.each([
  [{ inputPricePerMTok: -1 }, "inputPricePerMTok"],
  [{ outputPricePerMTok: 2001 }, "outputPricePerMTok"],
  [{ inputPricePerMTok: "0.15" }, "inputPricePerMTok"],
  [{ model: " " }, "model"],
  [{ temperature: 1 }, "temperature"],
])("%j is refused by the field's name", async (changes, field) => {
  await expect(newModel(changes)).rejects.toMatchObject({
    code: "invalid",
    details: { fields: { [field]: expect.any(String) } },
  });
});

test("another organisation's provider key is the same as none", async () => {
  const other = await makeOrganization();
  for (const providerKeyId of [other.providerKey.id, randomUUID()])
    await expect(newModel({ providerKeyId })).rejects.toMatchObject({
      code: "not_found",
      details: { fields: { providerKeyId: "There is no such provider key." } },
    });
});

describe("deleting", () => {
  test("takes an unused model away", async () => {
    const { organizationModelId } = await newModel();
    await deleteModel(organization.db, organizationModelId, organization.owner);
    expect((await listModels(organization.db)).map((model) => model.organizationModelId)).toEqual([
      organization.model.id,
    ]);
    await expect(deleteModel(organization.db, organizationModelId, organization.owner)).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await organization.db.auditEntry.findMany({ orderBy: { id: "asc" } })).toMatchObject([
      { action: "model.created", subject: "gpt-5.2-mini", userId: organization.owner.id },
      { action: "model.deleted", subject: "gpt-5.2-mini" },
    ]);
  });

  test("is refused while the published version answers with the model", async () => {
    await expect(deleteModel(organization.db, organization.model.id, organization.owner)).rejects.toMatchObject({
      code: "in_use",
      message: "The WhatsApp app answers with this model (version 1). Give it another model first.",
    });
  });

  test("lets a model go that only older versions name, and then its key, while those versions stay", async () => {
    const { db, owner, model, providerKey, version } = organization;
    const otherKey = await db.providerKey.create({
      data: { ...providerKeyColumns(organization), id: randomUUID(), label: "Other" },
    });
    const next = await newModel({ providerKeyId: otherKey.id });
    await updateWhatsAppApp(db, { defaultOrganizationModelId: next.organizationModelId }, owner);
    await deleteModel(db, model.id, organization.owner);
    await deleteProviderKey(db, providerKey.id, organization.owner);
    expect((await listModels(db)).map((listed) => listed.organizationModelId)).toEqual([next.organizationModelId]);
    const kept = await db.appVersion.findUniqueOrThrow({ where: { id: version.id }, include: { model: true } });
    expect(kept.model).toMatchObject({ model: "test-model", providerKeyId: null });
  });

  test("a deleted model cannot be published again", async () => {
    const { db, owner, model } = organization;
    const next = await newModel();
    await updateWhatsAppApp(db, { defaultOrganizationModelId: next.organizationModelId }, owner);
    await deleteModel(db, model.id, organization.owner);
    await expect(updateWhatsAppApp(db, { defaultOrganizationModelId: model.id }, owner)).rejects.toMatchObject({
      code: "not_found",
      details: { fields: { defaultOrganizationModelId: "There is no such model." } },
    });
  });
});

function providerKeyColumns({ providerKey: { plaintext: _, ...columns } }: TestOrganization) {
  return columns;
}
