import type { QueryResultRow } from "pg";
import { database } from "./client";

/**
 * Asks one SQL statement of one organisation, for what the ORM cannot say well: full-text search, aggregates. `$1` is the
 * organisation, `$2` and on are `parameters`. The statement must compare every table's "organizationId" with `$1`;
 * one that never mentions it is refused. Reading only, by convention of its callers: writes go through the scoped client.
 */
export async function tenantQuery<Row extends QueryResultRow>(
  { organizationId }: { organizationId: string },
  statement: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  if (!/"organizationId"\s*=\s*\$1\b/.test(statement))
    throw new Error('A statement that does not say "organizationId" = $1 belongs to no organisation: refused.');
  const { rows } = await database().pool.query<Row>(statement, [organizationId, ...parameters]);
  return rows;
}
