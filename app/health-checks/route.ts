import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { readHealth, utcWording } from "@/lib/health/read-health";
import { handle } from "@/lib/http/handle";

/** GET /health-checks answers { data }: the newest result of every check, in words. */
export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "read-health" });
  const results = await readHealth(db, utcWording());
  return { data: results.map(({ samples: _, ...result }) => result) };
});
