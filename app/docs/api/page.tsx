import type { Route } from "next";
import { redirect } from "next/navigation";
import { listOrganizations } from "@/lib/auth/list-organizations";
import { sessionUser } from "@/lib/auth/session-user";

/** The address that people guess: the reference is in the panel. */
export default async function ApiDocsPage() {
  const user = await sessionUser();
  const [organization] = user ? await listOrganizations(user.id) : [];
  redirect((organization ? `/${organization.slug}/api/reference` : "/sign-in") as Route);
}
