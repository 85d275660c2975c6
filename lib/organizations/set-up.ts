import type { z } from "zod";
import { hasUsers } from "../auth/has-users";
import { insertUser, prepareUser, type User } from "../auth/users";
import type { Visitor } from "../auth/visitor";
import { database } from "../db/client";
import { AppError } from "../errors";
import { parseInput } from "../parse-input";
import { insertOrganization, type NewOrganization } from "./create-organization";
import { setUpSchema } from "./schema";

/** Any number that nobody else locks. */
const setUpLock = 7_305_012_026;

/**
 * The first run: makes the first owner and their organisation in one transaction, or neither. Throws `invalid` for a bad
 * field, and `not_found` as soon as anybody has an account: of two at once, one wins and the other is told so.
 */
export async function setUp(
  input: z.input<typeof setUpSchema>,
  visitor: Visitor = {},
): Promise<{ user: User; organization: NewOrganization }> {
  if (await hasUsers()) throw over();
  const { organization: name, ...person } = parseInput(setUpSchema, input);
  const prepared = await prepareUser(person);
  return database().prisma.$transaction(async (transaction) => {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${setUpLock})`;
    if (await transaction.user.findFirst({ select: { id: true } })) throw over();
    // Whoever sets Frontdesk up is its operator: nobody was there before them.
    const user = await insertUser(transaction, { ...prepared, emailProvedAt: new Date() });
    const owner = { id: user.id, name: user.name, ...visitor };
    return { user, organization: await insertOrganization(transaction, { name, owner }) };
  });
}

function over(): AppError {
  return new AppError(
    "not_found",
    "Frontdesk has its first owner already. Sign in, or ask an owner for an invitation.",
  );
}
