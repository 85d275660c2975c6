import { isAllowed } from "@/lib/auth/permissions";
import type { Member } from "@/lib/auth/require-member";
import { panelPages } from "./panel-pages";

/** The pages that somebody with this role may open. */
export function listPages(role: Member["role"]) {
  return panelPages.filter(({ permission }) => isAllowed(role, { permission }));
}
