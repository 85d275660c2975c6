"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { memberAction } from "@/lib/auth/member-action";
import { createInvitation, revokeInvitation } from "@/lib/organizations/invitations";
import { createMemberResetLink } from "@/lib/organizations/member-reset-link";
import { changeRole, removeMember } from "@/lib/organizations/members";
import { renameOrganization } from "@/lib/organizations/rename-organization";
import { newInvitationSchema, renameSchema, roleChangeSchema } from "@/lib/organizations/schema";

const which = z.strictObject({ id: z.uuid() });
const manageMembers = { permission: "manage-members" } as const;

export const changeRoleAction = memberAction(
  which.extend(roleChangeSchema.shape),
  manageMembers,
  async ({ id, ...change }, member) => {
    await changeRole(member.db, member, id, change);
    refresh();
  },
);

export const removeMemberAction = memberAction(which, manageMembers, async ({ id }, member) => {
  await removeMember(member.db, member, id);
  refresh();
});

/** One's own membership: every role may end it. */
export const leaveAction = memberAction(z.strictObject({}), { role: "viewer" }, async (_, member): Promise<void> => {
  const { id } = await member.db.membership.findFirstOrThrow({ where: { userId: member.user.id } });
  await removeMember(member.db, member, id);
  redirect("/");
});

export const createResetLinkAction = memberAction(which, { role: "owner" }, async ({ id }, member) => ({
  link: await createMemberResetLink(member.db, member, id),
}));

export const inviteAction = memberAction(newInvitationSchema, manageMembers, async (input, member) => {
  const { link, mailed, email } = await createInvitation(member.db, member, input);
  refresh();
  return { link, mailed, email };
});

export const revokeInvitationAction = memberAction(which, manageMembers, async ({ id }, { db, actor }) => {
  await revokeInvitation(db, actor, id);
  refresh();
});

export const renameOrganizationAction = memberAction(
  renameSchema,
  { permission: "manage-organization" },
  async (input, { db, actor }) => {
    await renameOrganization(db, actor, input);
    refresh();
  },
);
