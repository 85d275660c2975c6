import { database } from "./client";

/** Resolves when the database answers; rejects with what the driver says when it does not. */
export async function pingDatabase(): Promise<void> {
  await database().pool.query("SELECT 1");
}
