import type { Role } from "@/generated/prisma/client";
import { AppError } from "../errors";

/** What somebody may do, and the least role that may do it. API tokens have these names as their scopes. */
export const leastRole = {
  "read-conversations": "viewer",
  "work-conversations": "agent",
  "export-conversations": "agent",
  "read-overview": "viewer",
  "read-health": "viewer",
  "read-assistant": "viewer",
  "pause-assistant": "agent",
  "use-gateway": "admin",
  configure: "admin",
  "manage-members": "admin",
  "manage-api-tokens": "admin",
  "read-audit-log": "admin",
  "manage-organization": "owner",
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof leastRole;
/** A door asks for a role or above, or for a permission. */
export type Requirement = { role: Role } | { permission: Permission };

const rank: Record<Role, number> = { viewer: 0, agent: 1, admin: 2, owner: 3 };

export const permissions = Object.keys(leastRole) as Permission[];

/** Whether somebody with this role may give, change or take away the other one: nobody reaches above themselves. */
export function reaches(role: Role, other: Role): boolean {
  return rank[role] >= rank[other];
}

export function isAllowed(role: Role, requirement: Requirement): boolean {
  const least = "role" in requirement ? requirement.role : leastRole[requirement.permission];
  return rank[role] >= rank[least];
}

/** Throws `forbidden`, naming the role that is missing. */
export function requireAllowed(role: Role, requirement: Requirement): void {
  if (isAllowed(role, requirement)) return;
  const least = "role" in requirement ? requirement.role : leastRole[requirement.permission];
  throw new AppError("forbidden", `This needs the role ${least} or above; yours is ${role}. Ask an owner.`);
}
