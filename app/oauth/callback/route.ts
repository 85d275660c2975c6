import { requireAllowed } from "@/lib/auth/permissions";
import { findMemberOf, type Member } from "@/lib/auth/require-member";
import { signInPath } from "@/lib/auth/return-path";
import { sessionUser } from "@/lib/auth/session-user";
import { AppError } from "@/lib/errors";
import { handle } from "@/lib/http/handle";
import { finishAuthorization, organizationOf, type Returned } from "@/lib/plugins/authorize-plugin";

/**
 * Where a plugin's server leads the member back to whom it has asked whether Frontdesk may use it. A browser comes here, so
 * that what cannot be ended is said on a page, /oauth/not-ended.
 */
export const GET = handle(async (request) => {
  const { pathname, search, searchParams } = new URL(request.url);
  if (!(await sessionUser())) return goTo(signInPath(pathname + search));
  const { state = "", code, error, iss }: Partial<Returned> = Object.fromEntries(searchParams);
  const organizationId = organizationOf(state);
  const member = organizationId === null ? null : await findMemberOf(organizationId);
  if (!member) return goTo("/oauth/not-ended");
  const { slug } = member.organization;
  const pluginId = await finish(member, { state, code, error, iss });
  return goTo(pluginId === null ? `/oauth/not-ended?organization=${slug}` : `/${slug}/plugins/${pluginId}`);
});

/** The plugin, for which it is ended now; null for a state that is unknown or was used, or not this member's to end. */
async function finish({ db, role, actor }: Member, returned: Returned): Promise<string | null> {
  try {
    requireAllowed(role, { permission: "configure" });
    return (await finishAuthorization(db, returned, actor)).pluginId;
  } catch (error) {
    if (error instanceof AppError && (error.code === "not_found" || error.code === "forbidden")) return null;
    throw error;
  }
}

/** A relative address: the app does not know by which name the browser reached it. */
function goTo(path: string): Response {
  return new Response(null, { status: 303, headers: { Location: path } });
}
