import pg from "pg";
import { database } from "./client";

/**
 * Calls one of the database functions of prisma/migrations with a list of rows, each of which names its organisation.
 * For the few paths where the ORM's several calls are too slow; the function itself keeps each row to its organisation.
 */
export async function callWithRows<Row>(
  databaseFunction: "recordInboundBatch",
  rows: { organizationId: string }[],
): Promise<Row[]> {
  const result = await database().pool.query(`SELECT * FROM "${databaseFunction}"($1)`, [JSON.stringify(rows)]);
  return result.rows;
}

/** Whether the database refused the statement, and was not just out of reach. */
export function isRefusal(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError;
}
