import { recordAudit } from "../audit/record-audit";
import { createResetLink } from "../auth/password-reset";
import { database } from "../db/client";
import type { TenantDatabase } from "../db/for-organization";
import { AppError } from "../errors";
import { type Granter, requireReachable } from "./members";

/**
 * A one-time link with which a member chooses a new password, for an owner to hand over where no e-mail can be sent.
 * Whoever has it has the account, so it is refused (`forbidden`) to others than owners, and for somebody who is also in
 * an organisation that this owner does not own: one organisation's owner must not get into another through them.
 */
export async function createMemberResetLink(db: TenantDatabase, granter: Granter, id: string): Promise<string> {
  const { userId, user } = await requireReachable(db, granter, id);
  if (granter.role !== "owner") throw new AppError("forbidden", "Only an owner makes such a link. Ask one.");
  const elsewhere = await database().prisma.membership.count({
    where: {
      userId,
      organization: { memberships: { none: { userId: granter.actor.id ?? undefined, role: "owner" } } },
    },
  });
  if (elsewhere > 0) {
    const sentence = `${user.name} also works for an organisation that is not yours`;
    throw new AppError("forbidden", `${sentence}, so this account is not yours to open. They reset it by e-mail.`);
  }
  await recordAudit(db, granter.actor, { action: "member.reset_link_created", subject: user.name });
  return createResetLink(userId, { byOwner: true });
}
