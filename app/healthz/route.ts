import { pingDatabase } from "@/lib/db/ping";
import { AppError } from "@/lib/errors";
import { handle } from "@/lib/http/handle";
import { logger } from "@/lib/logger";

/** For load balancers and supervisors: 200 while this instance reaches its database, else 503. */
export const GET = handle(async () => {
  try {
    await pingDatabase();
  } catch (error) {
    logger.error({ err: error }, "the database does not answer");
    throw new AppError("unavailable", "The database does not answer.");
  }
  return { status: "ok" };
});
