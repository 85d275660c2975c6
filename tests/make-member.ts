import { randomBytes } from "node:crypto";
import type { Role } from "@/generated/prisma/client";
import { database } from "@/lib/db/client";
import type { TenantDatabase } from "@/lib/db/for-organization";

/** Somebody new in the organisation, who can grant what their role can. Rows, as in `makeOrganization`. */
export async function makeMember(db: TenantDatabase, role: Role) {
  const email = `${role}-${randomBytes(6).toString("hex")}@example.test`;
  const user = await database().prisma.user.create({ data: { email, name: `Mo ${role}`, passwordHash: "none" } });
  const { organizationId } = db;
  const membership = await db.membership.create({ data: { organizationId, userId: user.id, role } });
  return { user, membershipId: membership.id, role, actor: { id: user.id, name: user.name } };
}
