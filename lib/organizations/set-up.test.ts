import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { startDatabaseLike } from "@/tests/test-database";
import { hasUsers } from "../auth/has-users";
import { signIn } from "../auth/sign-in";
import { closeDatabase, database } from "../db/client";
import { setUp } from "./set-up";

// Nobody else's users: the first run is over where there is one.
let own: Awaited<ReturnType<typeof startDatabaseLike>>;

beforeAll(async () => {
  own = await startDatabaseLike({ kind: inject("databaseKind"), url: inject("databaseUrl") });
  process.env.DATABASE_URL = own.url;
}, 60_000);

afterAll(async () => {
  await closeDatabase();
  await own.stop();
});

const password = "correct horse battery";
const person = (n: number) => ({
  name: `Ada ${n}`,
  organization: "Analytical Engines",
  email: `ada-${n}@example.test`,
  password,
});

test("the first run makes one owner, however many ask at once, and is over afterwards", async () => {
  expect(await hasUsers()).toBe(false);
  await expect(setUp({ ...person(0), password: "short", organization: "" })).rejects.toMatchObject({
    code: "invalid",
    details: { fields: { password: expect.any(String), organization: "Give a name." } },
  });

  const tries = await Promise.allSettled([1, 2, 3, 4].map((n) => setUp(person(n), { address: "192.0.2.1" })));
  const won = tries.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  expect(won).toHaveLength(1);
  for (const lost of tries.filter((result) => result.status === "rejected"))
    expect(lost.reason).toMatchObject({ code: "not_found", status: 404 });

  const { prisma } = database();
  expect(await prisma.user.count()).toBe(1);
  expect(await prisma.membership.findMany()).toMatchObject([{ userId: won[0]?.user.id, role: "owner" }]);
  expect(await prisma.organization.findMany()).toMatchObject([{ slug: "analytical-engines" }]);
  expect(await prisma.auditEntry.findMany()).toMatchObject([
    { action: "organization.created", actorName: won[0]?.user.name, address: "192.0.2.1" },
  ]);
  expect(await signIn({ email: won[0]?.user.email, password }, "test")).toEqual(won[0]?.user);

  expect(await hasUsers()).toBe(true);
  await expect(setUp(person(9))).rejects.toMatchObject({ code: "not_found" });
});
