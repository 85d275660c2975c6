import { leaveSession } from "@/app/(auth)/session";
import { AppError } from "@/lib/errors";
import { handle } from "@/lib/http/handle";

/**
 * A plain form posts here, so that the browser loads the next page anew and keeps no names of the panel; Clear-Site-Data
 * empties what "Back" would show. A form of another site is refused: it could only annoy.
 */
export const POST = handle(async (request) => {
  if (request.headers.get("sec-fetch-site") === "cross-site")
    throw new AppError("forbidden", "Signing out is done on Frontdesk's own pages.");
  await leaveSession();
  // A relative address: the app does not know by which name the browser reached it.
  return new Response(null, { status: 303, headers: { Location: "/sign-in", "Clear-Site-Data": '"cache"' } });
});
