import type { z } from "zod";
import { auditRow } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import { database } from "../db/client";
import { AppError } from "../errors";
import { parseInput } from "../parse-input";
import { newOrganizationSchema, slugLimit, slugSchema } from "./schema";

export interface NewOrganization {
  id: string;
  slug: string;
}

type Transaction = Parameters<Parameters<ReturnType<typeof database>["prisma"]["$transaction"]>[0]>[0];

/**
 * Makes an organisation and its owner's membership. Without a slug, one is derived from the name and numbered until it
 * is free. Throws `invalid` for a bad field and `conflict` when the given slug is taken. `from` is where the owner is.
 */
export async function createOrganization(
  input: z.input<typeof newOrganizationSchema>,
  from: Pick<Actor, "address" | "userAgent"> = {},
): Promise<NewOrganization> {
  const { name, slug, ownerId } = parseInput(newOrganizationSchema, input);
  return database().prisma.$transaction(async (transaction) => {
    const owner = await transaction.user.findUniqueOrThrow({
      where: { id: ownerId },
      select: { id: true, name: true },
    });
    return insertOrganization(transaction, { name, slug, owner: { ...owner, ...from } });
  });
}

/** The same inside a transaction, with what was checked. */
export async function insertOrganization(
  transaction: Transaction,
  { name, slug, owner }: { name: string; slug?: string | undefined; owner: Actor & { id: string } },
): Promise<NewOrganization> {
  const organization = slug ? await insertAt(transaction, name, slug) : await insertNumbered(transaction, name);
  if (!organization) {
    const sentence = "Another organisation has this address. Choose another.";
    throw new AppError("conflict", sentence, { fields: { slug: sentence } });
  }
  const organizationId = organization.id;
  await transaction.membership.create({ data: { organizationId, userId: owner.id, role: "owner" } });
  // As for somebody who joins one: links that an owner of their other organisation made are worth nothing any more.
  await transaction.passwordReset.deleteMany({ where: { userId: owner.id } });
  const change = { action: "organization.created", subject: name, after: { name, address: organization.slug } };
  await transaction.auditEntry.create({ data: { organizationId, ...auditRow(owner, change) } });
  return organization;
}

async function insertNumbered(transaction: Transaction, name: string): Promise<NewOrganization> {
  const base = deriveSlug(name);
  for (let number = 1; ; number++) {
    const organization = await insertAt(transaction, name, number === 1 ? base : numbered(base, number));
    if (organization) return organization;
  }
}

/**
 * Null when the slug is taken. The unique index decides, so that two at once cannot both have it; a refused insert would
 * end the transaction, so it is one that does nothing instead.
 */
async function insertAt(transaction: Transaction, name: string, slug: string): Promise<NewOrganization | null> {
  const [organization] = await transaction.organization.createManyAndReturn({
    data: [{ name, slug }],
    skipDuplicates: true,
    select: { id: true, slug: true },
  });
  return organization ?? null;
}

/** "Café Zoë & Co." becomes `cafe-zoe-co`; a name that gives nothing usable, such as "Docs" or "日本", gets `desk`. */
function deriveSlug(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, slugLimit)
    .replace(/^-|-$/g, "");
  return [slug, `${slug}-desk`].find((candidate) => slugSchema.safeParse(candidate).success) ?? "desk";
}

function numbered(base: string, number: number): string {
  const suffix = `-${number}`;
  return base.slice(0, slugLimit - suffix.length).replace(/-$/, "") + suffix;
}
