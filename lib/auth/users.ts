import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import type { z } from "zod";
import { database } from "../db/client";
import { violatesConstraint } from "../db/violates-constraint";
import { AppError } from "../errors";
import { parseInput } from "../parse-input";
import { newUserSchema } from "./schema";

/** Somebody who may sign in, as the rest of the app sees them. */
export interface User {
  id: string;
  email: string;
  name: string;
}

/** OWASP's recommendation for argon2id, which is the library's default algorithm: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Makes an account. Throws `invalid` for a bad field and `conflict` when the e-mail has an account already. */
export async function createUser(input: z.input<typeof newUserSchema>): Promise<User> {
  return insertUser(database().prisma, await prepareUser(parseInput(newUserSchema, input)));
}

/** A user to be, with the password hashed: outside of any transaction, because hashing takes its time. */
export async function prepareUser({ email, name, password }: z.output<typeof newUserSchema>) {
  return { email, name, passwordHash: await hashPassword(password) };
}

/** Writes what `prepareUser` gave, in the caller's transaction where there is one. Throws `conflict` as `createUser`. */
export async function insertUser(
  { user }: Pick<ReturnType<typeof database>["prisma"], "user">,
  data: { email: string; name: string; passwordHash: string | null; emailProvedAt?: Date },
): Promise<User> {
  try {
    return await user.create({ data, select: shown });
  } catch (error) {
    if (!violatesConstraint(error, "User_email_key")) throw error;
    const sentence = "There is already an account for this e-mail.";
    throw new AppError("conflict", sentence, { fields: { email: sentence } });
  }
}

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/**
 * The user when the password is right, else null. An unknown e-mail costs a hash as well, so that the time it takes does
 * not tell who has an account. Call it behind `signIn`, which counts failures.
 */
export async function verifyPassword(email: string, password: string): Promise<User | null> {
  const [user, decoy] = await Promise.all([
    database().prisma.user.findUnique({
      where: { email: email.trim().toLowerCase() },
      select: { ...shown, passwordHash: true },
    }),
    decoyHash(),
  ]);
  const matches = await verify(user?.passwordHash ?? decoy, password);
  return user && matches ? { id: user.id, email: user.email, name: user.name } : null;
}

const shown = { id: true, email: true, name: true } as const;

let decoy: Promise<string> | undefined;

function decoyHash(): Promise<string> {
  decoy ??= hash(randomBytes(32), cost);
  return decoy;
}
