import { beforeAll, describe, expect, test } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { database } from "./client";

let mine: TestOrganization;
let theirs: TestOrganization;

beforeAll(async () => {
  [mine, theirs] = [await makeOrganization(), await makeOrganization()];
});

function theirModel() {
  return database().prisma.organizationModel.findUniqueOrThrow({ where: { id: theirs.model.id } });
}

describe("another organisation's row", () => {
  test("is not read, by whatever way it is asked for", async () => {
    const { organizationModel } = mine.db;
    const where = { id: theirs.model.id };
    expect(await organizationModel.findUnique({ where })).toBeNull();
    expect(await organizationModel.findFirst({ where })).toBeNull();
    expect(await organizationModel.findFirst({ where: { OR: [where, { id: theirs.model.id }] } })).toBeNull();
    expect(await organizationModel.findMany({ where: { organizationId: theirs.organizationId } })).toMatchObject([
      { id: mine.model.id },
    ]);
    expect(await organizationModel.count({ where })).toBe(0);
    expect(await organizationModel.aggregate({ where, _count: true })).toEqual({ _count: 0 });
    expect(await organizationModel.groupBy({ by: ["id"], where })).toEqual([]);
    await expect(organizationModel.findUniqueOrThrow({ where })).rejects.toMatchObject({ code: "P2025" });
  });

  test("is neither changed nor deleted", async () => {
    const before = await theirModel();
    const { organizationModel } = mine.db;
    const [where, data] = [{ id: theirs.model.id }, { label: "stolen" }];
    await expect(organizationModel.update({ where, data })).rejects.toMatchObject({ code: "P2025" });
    await expect(organizationModel.delete({ where })).rejects.toMatchObject({ code: "P2025" });
    expect(await organizationModel.updateMany({ where, data })).toEqual({ count: 0 });
    expect(await organizationModel.deleteMany({ where })).toEqual({ count: 0 });
    expect(await theirModel()).toEqual(before);
  });

  test("is out of reach inside a transaction as well", async () => {
    const found = await mine.db.$transaction((transaction) =>
      transaction.organizationModel.findUnique({ where: { id: theirs.model.id } }),
    );
    expect(found).toBeNull();
  });

  test("cannot be linked to: the database itself refuses", async () => {
    const { organizationId } = mine;
    const link = { organizationId, providerKeyId: theirs.providerKey.id, model: "m", label: "m" };
    await expect(mine.db.organizationModel.create({ data: link })).rejects.toMatchObject({ code: "P2003" });
    const { prisma } = database();
    await expect(prisma.organizationModel.create({ data: link })).rejects.toMatchObject({ code: "P2003" });
  });
});

describe("a write", () => {
  test("lands in this organisation, whatever organisation the data names", async () => {
    const data = { organizationId: theirs.organizationId, providerKeyId: mine.providerKey.id, model: "m", label: "m" };
    const created = await mine.db.organizationModel.create({ data });
    expect(created.organizationId).toBe(mine.organizationId);
    const updated = await mine.db.organizationModel.update({
      where: { id: created.id },
      data: { organizationId: theirs.organizationId, label: "moved" },
    });
    expect(updated).toMatchObject({ organizationId: mine.organizationId, label: "moved" });
    const [many] = await mine.db.organizationModel.createManyAndReturn({ data: [data] });
    expect(many?.organizationId).toBe(mine.organizationId);
  });

  test("through a relation is refused, because it could move another organisation's row", async () => {
    const update = mine.db.providerKey.update({
      where: { id: mine.providerKey.id },
      data: { models: { connect: { id: theirs.model.id } } },
    });
    await expect(update).rejects.toThrow("Nested write refused: ProviderKey.models");
    expect((await theirModel()).organizationId).toBe(theirs.organizationId);
  });
});

test("models that belong to no organisation are refused", async () => {
  await expect(mine.db.user.findMany()).rejects.toThrow("User belongs to no organisation");
  await expect(mine.db.signInThrottle.findMany()).rejects.toThrow("SignInThrottle belongs to no organisation");
});

test("raw SQL is refused, also for those who reach past the types", async () => {
  const untyped = mine.db as unknown as { $queryRawUnsafe(sql: string): Promise<unknown> };
  await expect((async () => untyped.$queryRawUnsafe("SELECT 1"))()).rejects.toThrow("Raw SQL is not scoped");
});
