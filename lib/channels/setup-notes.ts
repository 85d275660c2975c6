import { z } from "zod";
import { database } from "../db/client";
import type { TenantDatabase } from "../db/for-organization";

const notesSchema = z.object({
  /** The model that was chosen before there was a version to hold it. */
  modelId: z.uuid().optional(),
  /** When version 1 was published and the first message was asked for. */
  testAwaitedSince: z.iso.datetime().optional(),
  /** When somebody said that the set-up is done, with a test message or without. */
  finishedAt: z.iso.datetime().optional(),
});

/** What the guided set-up has to remember between two visits. */
export type SetupNotes = z.infer<typeof notesSchema>;

export async function readSetupNotes({ organizationId }: TenantDatabase): Promise<SetupNotes> {
  const { setup } = await database().prisma.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { setup: true },
  });
  return notesSchema.safeParse(setup).data ?? {};
}

export async function keepSetupNotes(db: TenantDatabase, notes: SetupNotes): Promise<void> {
  const setup = { ...(await readSetupNotes(db)), ...notes };
  await database().prisma.organization.update({ where: { id: db.organizationId }, data: { setup } });
}
