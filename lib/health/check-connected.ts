import { listConnected } from "../channels/list-connected";
import { forOrganization } from "../db/for-organization";
import { logger } from "../logger";
import { runChecks } from "./run-checks";

const pageSize = 100;
/** Of organisations: their checks share the database with the webhooks. */
const atOnce = 3;

/**
 * Checks the next hundred organisations after the given one, and returns the last of them; null when there are no more.
 * One that fails does not keep the others from being checked.
 */
export async function checkConnected(after: string | null): Promise<string | null> {
  const organizationIds = await listConnected(after, pageSize);
  const waiting = [...organizationIds];
  const work = async () => {
    for (let id = waiting.shift(); id; id = waiting.shift()) await tryChecks(id);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return organizationIds.length < pageSize ? null : (organizationIds.at(-1) ?? null);
}

async function tryChecks(organizationId: string): Promise<void> {
  try {
    await runChecks(forOrganization(organizationId));
  } catch (error) {
    logger.error({ err: error, organizationId }, "the health of an organisation could not be checked");
  }
}
