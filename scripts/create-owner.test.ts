import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { signIn } from "../lib/auth/sign-in";
import { database } from "../lib/db/client";
import { createOwner } from "./create-owner";

const script = join(import.meta.dirname, "create-owner.ts");

function somebody() {
  const tag = randomBytes(6).toString("hex");
  return { email: `ada-${tag}@example.test`, name: "Ada Byron", organization: `Analytical Engines ${tag}` };
}

/** The script as an operator runs it. */
async function runScript(...args: string[]) {
  return (await promisify(execFile)(process.execPath, ["--import", "tsx", script, ...args])).stdout;
}

const accountsOf = (email: string) => database().prisma.user.count({ where: { email } });

test("prints a password with which the owner of the new organisation signs in", async () => {
  const { email, name, organization } = somebody();
  const printed = await runScript("--email", email, "--name", name, "--organization", organization);
  const password = /^Password +(\S+)/m.exec(printed)?.[1] ?? "";
  const user = await signIn({ email, password }, "test");
  expect(user).toMatchObject({ email, name });
  const memberships = await database().prisma.membership.findMany({
    where: { userId: user.id },
    include: { organization: true },
  });
  expect(memberships).toMatchObject([{ role: "owner", organization: { name: organization } }]);
  expect(printed).toContain(memberships[0]?.organization.slug);
}, 60_000);

test("says how it is called when something is missing", async () => {
  await expect(runScript("--email", somebody().email)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining("npm run owner:create -- --email"),
  });
}, 60_000);

test("refuses an e-mail that has an account, whose password stays as it is", async () => {
  const first = somebody();
  const { password } = await createOwner(first);
  await expect(createOwner({ ...somebody(), email: first.email })).rejects.toMatchObject({ code: "conflict" });
  await expect(signIn({ email: first.email, password }, "test")).resolves.toMatchObject({ email: first.email });
});

test("leaves no account behind when the organisation cannot be made", async () => {
  const owner = { ...somebody(), organization: "x".repeat(101) };
  await expect(createOwner(owner)).rejects.toMatchObject({ code: "invalid" });
  expect(await accountsOf(owner.email)).toBe(0);
});
