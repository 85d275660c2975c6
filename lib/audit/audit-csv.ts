import { csvResponse } from "../csv";
import type { TenantDatabase } from "../db/for-organization";
import { eachAuditEntry } from "./list-audit";
import type { AuditFilter } from "./schema";

const head = ["time", "who", "user id", "token id", "action", "what", "before", "after", "address", "browser"];

/** All entries that fit the filter, newest first, as a CSV file; before and after are JSON. */
export function auditCsv(db: TenantDatabase, filter: AuditFilter): Response {
  return csvResponse("audit-log.csv", head, rows(db, filter));
}

async function* rows(db: TenantDatabase, filter: AuditFilter) {
  for await (const entry of eachAuditEntry(db, filter)) {
    const { createdAt, actor, action, subject, before, after, address, userAgent } = entry;
    const changes = [before, after].map((values) => values && JSON.stringify(values));
    yield [createdAt, actor.name, actor.userId, actor.apiTokenId, action, subject, ...changes, address, userAgent];
  }
}
