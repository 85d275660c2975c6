/**
 * Makes an organisation and the account of its first owner, on an installation that has no demo. The password is random
 * and printed this once.
 *
 *   npm run owner:create -- --email ada@example.com --name "Ada Byron" --organization "Analytical Engines"
 */
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { createUser } from "../lib/auth/users";
import { closeDatabase, database } from "../lib/db/client";
import { env } from "../lib/env";
import { AppError } from "../lib/errors";
import { createOrganization } from "../lib/organizations/create-organization";

export interface NewOwner {
  email: string;
  name: string;
  /** The organisation's name; its address in the panel is derived from it. */
  organization: string;
}

/** Throws `invalid` for a bad field and `conflict` when the e-mail has an account; nothing is left behind then. */
export async function createOwner({ email, name, organization }: NewOwner) {
  const password = randomBytes(15).toString("base64url");
  const user = await createUser({ email, name, password });
  try {
    const { id, slug } = await createOrganization({ name: organization, ownerId: user.id });
    return { email: user.email, password, organizationId: id, organizationSlug: slug };
  } catch (error) {
    await database().prisma.user.delete({ where: { id: user.id } });
    throw error;
  }
}

const usage = 'npm run owner:create -- --email ada@example.com --name "Ada Byron" --organization "Analytical Engines"';

function readArguments(): NewOwner {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { email: text, name: text, organization: text } });
  const { email, name, organization } = values;
  if (!email || !name || !organization) throw new Error(`Three things are needed:\n  ${usage}`);
  return { email, name, organization };
}

async function main() {
  const owner = await createOwner(readArguments());
  console.log(`Sign in      ${env().PUBLIC_URL}/sign-in
E-mail       ${owner.email}
Password     ${owner.password}   (shown this once)
Organisation ${owner.organizationSlug}, ${owner.organizationId}`);
}

function explain(error: unknown): string {
  if (!(error instanceof AppError)) return error instanceof Error ? error.message : String(error);
  const fields = Object.entries(error.details.fields ?? {});
  return [error.message, ...fields.map(([field, sentence]) => `  ${field}: ${sentence}`)].join("\n");
}

if (process.argv[1] === import.meta.filename) {
  await main()
    .catch((error) => {
      console.error(explain(error));
      process.exitCode = 1;
    })
    .finally(closeDatabase);
}
