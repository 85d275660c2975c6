import type { Role } from "@/generated/prisma/enums";

/** What each role may do, in a line; the table itself is lib/auth/permissions.ts. */
export const roleWords: Record<Role, { name: string; may: string }> = {
  owner: { name: "Owner", may: "everything" },
  admin: { name: "Admin", may: "set up the assistant, manage people and API tokens, read the audit log" },
  agent: { name: "Agent", may: "work with conversations, export them, pause the assistant" },
  viewer: { name: "Viewer", may: "look at conversations, overview and health" },
};

/** Highest first. */
export const roles = Object.keys(roleWords) as Role[];
