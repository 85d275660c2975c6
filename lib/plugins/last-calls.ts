import type { ToolCallState } from "@/generated/prisma/enums";
import type { TenantDatabase } from "../db/for-organization";
import { tenantQuery } from "../db/tenant-query";
import type { ToolView } from "./schema";

export type LastCall = Pick<ToolView, "lastCall" | "lastFailure">;

/** How the last call of each tool went, and the last one that failed; by the tool's name. */
export async function readLastCalls(
  db: TenantDatabase,
  pluginId: string,
  names: string[],
): Promise<Map<string, LastCall>> {
  if (names.length === 0) return new Map();
  const rows = await tenantQuery<Row>(db, statement, [pluginId, names]);
  return new Map(rows.map((row) => [row.name, viewOf(row)]));
}

interface Row {
  name: string;
  at: Date;
  state: ToolCallState;
  ms: number | null;
  failedAt: Date | null;
  error: string | null;
}

function viewOf({ at, state, ms, failedAt, error }: Row): LastCall {
  return { lastCall: { at, state, ms }, lastFailure: failedAt && { at: failedAt, error: error ?? "" } };
}

/** A look into the index for each tool, however long the log is. */
const statement = `
  SELECT name, last."createdAt" AS at, last."state", last.ms, failed."createdAt" AS "failedAt", failed."error"
  FROM unnest($3::text[]) AS name
  CROSS JOIN LATERAL (
    SELECT c."createdAt", c."state", round(extract(epoch FROM c."finishedAt" - c."startedAt") * 1000)::int AS ms
    FROM "ToolCall" c
    WHERE c."organizationId" = $1 AND c."pluginId" = $2 AND c."toolName" = name
    ORDER BY c."createdAt" DESC LIMIT 1
  ) last
  LEFT JOIN LATERAL (
    SELECT c."createdAt", c."error"
    FROM "ToolCall" c
    WHERE c."organizationId" = $1 AND c."pluginId" = $2 AND c."toolName" = name AND c."state" IN ('failed', 'unknown')
    ORDER BY c."createdAt" DESC LIMIT 1
  ) failed ON true`;
