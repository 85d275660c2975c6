import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { database } from "../db/client";
import { createUser, verifyPassword } from "./users";

const password = "correct horse battery";

function newUser() {
  return { email: `ada-${randomUUID()}@example.test`, name: "Ada", password };
}

describe("createUser", () => {
  test("keeps the e-mail in lower case and only an argon2id hash of the password", async () => {
    const input = newUser();
    const user = await createUser({ ...input, email: `  ${input.email.toUpperCase()} ` });
    const row = await database().prisma.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(row.email).toBe(input.email);
    expect(row.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(user).toEqual({ id: user.id, email: input.email, name: "Ada" });
  });

  test("refuses a second account for an e-mail, however it is written", async () => {
    const input = newUser();
    await createUser(input);
    await expect(createUser({ ...input, email: input.email.toUpperCase() })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("says for each field what is wrong with it", async () => {
    await expect(createUser({ email: "ada", name: " ", password: "short" })).rejects.toMatchObject({
      code: "invalid",
      details: {
        fields: {
          email: "Give an e-mail address, such as ada@example.com.",
          name: "Give a name.",
          password: "Choose a password of at least 10 characters.",
        },
      },
    });
  });
});

describe("verifyPassword", () => {
  test("knows the user by the right password, whatever the e-mail's letter case", async () => {
    const input = newUser();
    const user = await createUser(input);
    expect(await verifyPassword(input.email.toUpperCase(), password)).toEqual(user);
  });

  test("answers nothing for a wrong password and for an unknown e-mail", async () => {
    const { email } = await createUser(newUser());
    expect(await verifyPassword(email, "wrong horse battery")).toBeNull();
    expect(await verifyPassword(`nobody-${email}`, password)).toBeNull();
  });
});
