import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/generated/prisma/client";
import { env } from "../env";
import { logger } from "../logger";

/**
 * The unscoped clients. Only lib/db, lib/auth, lib/channels and the sweeper may reach them; everybody else is handed
 * the tenant-scoped client of `forOrganization`.
 */
export interface Database {
  pool: pg.Pool;
  prisma: PrismaClient;
}

// Next evaluates a module once for each of its bundles: the process holds one pool all the same.
const holder = globalThis as typeof globalThis & { frontdeskDatabase?: Database };

export function database(): Database {
  holder.frontdeskDatabase ??= connect(env().DATABASE_URL, env().DATABASE_POOL_SIZE);
  return holder.frontdeskDatabase;
}

/** In a burst a transaction waits for its turn: failing it after Prisma's two seconds would only mean doing it again. */
const transactionOptions = { maxWait: 15_000, timeout: 15_000 };

function connect(connectionString: string, max: number): Database {
  const pool = new pg.Pool({ connectionString, max, connectionTimeoutMillis: 10_000, idleTimeoutMillis: 60_000 });
  pool.on("error", (error) => logger.warn({ err: error }, "an idle database connection was lost"));
  // "minimal": other formats put the values of a refused query, and so what customers wrote, into the error.
  return {
    pool,
    prisma: new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: "minimal", transactionOptions }),
  };
}

/** Closes the pool: for scripts and tests, which would otherwise not end. */
export async function closeDatabase(): Promise<void> {
  const open = holder.frontdeskDatabase;
  holder.frontdeskDatabase = undefined;
  await open?.prisma.$disconnect();
  await open?.pool.end();
}
