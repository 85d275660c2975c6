import { inject } from "vitest";

/** For `describe.runIf(realPostgres)`: PGlite has one connection, so a race cannot show itself there. */
export const realPostgres = inject("databaseKind") === "postgres";
