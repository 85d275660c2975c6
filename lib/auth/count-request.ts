import { database } from "../db/client";

const minuteMs = 60_000;

/** How many requests a caller may make in this minute, and has left after this one. */
export interface RequestLimit {
  limit: number;
  /** 0 or more. */
  remaining: number;
  /** This request is one too many. */
  exceeded: boolean;
  /** ms until the minute is over. */
  resetMs: number;
}

/**
 * Counts a request of the gateway in its minute, whatever comes of it, and says whether it is within the limit. One
 * statement, so that requests at the same moment are all counted.
 *
 * @param callerId the API token's or the member's id
 * @param limit requests a minute
 */
export async function countRequest(
  organizationId: string,
  callerId: string,
  limit: number,
  now = Date.now(),
): Promise<RequestLimit> {
  const minute = Math.floor(now / minuteMs) * minuteMs;
  const { rows } = await database().pool.query<{ requests: number }>(
    `INSERT INTO "GatewayMinute" ("organizationId", "callerId", "minute", "requests") VALUES ($1, $2, $3, 1)
     ON CONFLICT ("callerId", "minute") DO UPDATE SET "requests" = "GatewayMinute"."requests" + 1
     RETURNING "requests"`,
    [organizationId, callerId, new Date(minute)],
  );
  const requests = rows[0]?.requests ?? 1;
  return {
    limit,
    remaining: Math.max(0, limit - requests),
    exceeded: requests > limit,
    resetMs: minute + minuteMs - now,
  };
}
