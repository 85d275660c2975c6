import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { database } from "../db/client";
import { createOrganization } from "./create-organization";

async function owner() {
  const email = `owner-${randomBytes(8).toString("hex")}@example.test`;
  return (await database().prisma.user.create({ data: { email, name: "Olive", passwordHash: "none" } })).id;
}

const tag = () => randomBytes(5).toString("hex");

test("the one who makes an organisation is its owner", async () => {
  const ownerId = await owner();
  const { id, slug } = await createOrganization({ name: `Café Zoë & Co. ${tag()}`, ownerId });
  expect(slug).toMatch(/^cafe-zoe-co-[0-9a-f]{10}$/);
  const memberships = await database().prisma.membership.findMany({ where: { organizationId: id } });
  expect(memberships).toMatchObject([{ userId: ownerId, role: "owner" }]);
});

describe("an address derived from the name", () => {
  test("is numbered when it is taken, also by several at once", async () => {
    const ownerId = await owner();
    const name = `Bakery ${tag()}`;
    const made = await Promise.all([1, 2, 3].map(() => createOrganization({ name, ownerId })));
    const base = name.toLowerCase().replace(" ", "-");
    expect(made.map(({ slug }) => slug).sort()).toEqual([base, `${base}-2`, `${base}-3`]);
  });

  test.each(["Docs", "日本", "!"])("is a usable one for the name %j", async (name) => {
    const { slug } = await createOrganization({ name, ownerId: await owner() });
    expect(slug).toMatch(/^(docs-)?desk(-\d+)?$/);
  });

  test("stays within 40 characters for a long name", async () => {
    const { slug } = await createOrganization({ name: `${tag()} ${"very ".repeat(15)}long`, ownerId: await owner() });
    expect(slug.length).toBeLessThanOrEqual(40);
    expect(slug).toMatch(/[a-z]$/);
  });
});

describe("an address that is asked for", () => {
  test("is used as it is, and refused when another organisation has it", async () => {
    const ownerId = await owner();
    const slug = `shop-${tag()}`;
    expect((await createOrganization({ name: "Shop", slug, ownerId })).slug).toBe(slug);
    await expect(createOrganization({ name: "Other", slug, ownerId })).rejects.toMatchObject({ code: "conflict" });
  });

  test.each(["api", "Sign-In", "a--b", "-a", "x"])("is refused when it is %j", async (slug) => {
    const refused = createOrganization({ name: "Shop", slug, ownerId: await owner() });
    await expect(refused).rejects.toMatchObject({ code: "invalid", details: { fields: { slug: expect.any(String) } } });
  });
});
