import type { Prisma } from "@/generated/prisma/client";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import type { Actor } from "./schema";

export interface AuditChange {
  /** What was done, as "thing.deed": "member.role_changed". */
  action: string;
  /** What it was done to, as a person would call it: "Grace Hopper", "version 14". */
  subject: string;
  /** The fields that changed, before and after. Never a secret in plain: give its mask. */
  before?: Prisma.InputJsonObject;
  after?: Prisma.InputJsonObject;
}

/**
 * Writes who changed what into the organisation's audit log, in the caller's transaction, so that there is no change
 * without its entry and no entry without its change. Names are copied: the entry outlives the account.
 */
export async function recordAudit(
  db: TenantDatabase | TenantTransaction,
  actor: Actor,
  change: AuditChange,
): Promise<void> {
  await (db as TenantTransaction).auditEntry.create({
    // The scoped client adds the organisation, which its types cannot know.
    data: auditRow(actor, change) as Prisma.AuditEntryUncheckedCreateInput,
  });
}

/** The row without its organisation, for the few who write with the unscoped client. */
export function auditRow(actor: Actor, { action, subject, before, after }: AuditChange) {
  return {
    userId: actor.id,
    apiTokenId: actor.apiTokenId,
    actorName: actor.name,
    address: actor.address,
    userAgent: actor.userAgent?.slice(0, 300),
    action,
    subject,
    before,
    after,
  };
}
