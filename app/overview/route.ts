import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { readOverview } from "@/lib/overview/read-overview";
import { resolvePeriod } from "@/lib/overview/resolve-period";
import { overviewRequest } from "@/lib/overview/schema";
import { parseInput } from "@/lib/parse-input";

/** GET /overview?period= or ?from=&to=, &timeZone= answers the figures of that period and of the one before. */
export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "read-overview" });
  const { timeZone, ...asked } = parseInput(overviewRequest, Object.fromEntries(new URL(request.url).searchParams));
  return readOverview(db, resolvePeriod(asked, timeZone));
});
