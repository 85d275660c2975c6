import type { z } from "zod";
import { auditRow } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import { database } from "../db/client";
import { parseInput } from "../parse-input";
import { renameSchema } from "./schema";

/** Gives the organisation another name; its address in the panel stays. Throws `invalid`. */
export async function renameOrganization(
  { organizationId }: { organizationId: string },
  actor: Actor,
  input: z.input<typeof renameSchema>,
): Promise<void> {
  const { name } = parseInput(renameSchema, input);
  await database().prisma.$transaction(async (transaction) => {
    const where = { id: organizationId };
    const before = await transaction.organization.findUniqueOrThrow({ where, select: { name: true } });
    if (before.name === name) return;
    await transaction.organization.update({ where, data: { name } });
    const change = { action: "organization.renamed", subject: name, before, after: { name } };
    await transaction.auditEntry.create({ data: { organizationId, ...auditRow(actor, change) } });
  });
}
