import { requireAllowed } from "@/lib/auth/permissions";
import { findMemberOf } from "@/lib/auth/require-member";
import { signInPath } from "@/lib/auth/return-path";
import { sessionUser } from "@/lib/auth/session-user";
import { notFound } from "@/lib/errors";
import { handle } from "@/lib/http/handle";
import { finishAuthorization, organizationOf } from "@/lib/plugins/authorize-plugin";

/** Where a plugin's server leads the member back to whom it has asked whether Frontdesk may use it. */
export const GET = handle(async (request) => {
  const { pathname, search, searchParams } = new URL(request.url);
  if (!(await sessionUser())) return goTo(signInPath(pathname + search));
  const returned = Object.fromEntries(searchParams) as Record<"state" | "code" | "error" | "iss", string | undefined>;
  const { state = "", code, error, iss } = returned;
  const organizationId = organizationOf(state);
  const member = organizationId === null ? null : await findMemberOf(organizationId);
  if (!member) throw notFound("authorisation");
  requireAllowed(member.role, { permission: "configure" });
  const { pluginId } = await finishAuthorization(member.db, { state, code, error, iss }, member.actor);
  return goTo(`/${member.organization.slug}/plugins/${pluginId}`);
});

/** A relative address: the app does not know by which name the browser reached it. */
function goTo(path: string): Response {
  return new Response(null, { status: 303, headers: { Location: path } });
}
