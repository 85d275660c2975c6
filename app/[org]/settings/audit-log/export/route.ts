import { viewerTimeZone } from "@/app/viewer-clock";
import { auditCsv } from "@/lib/audit/audit-csv";
import { requireMember } from "@/lib/auth/require-member";
import { readAddressFilter, toAuditFilter } from "../read-filter";

/** What the page shows, all of it, as a CSV file. */
export async function GET(request: Request, { params }: RouteContext<"/[org]/settings/audit-log/export">) {
  const { db } = await requireMember((await params).org, { permission: "read-audit-log" });
  const filter = readAddressFilter(Object.fromEntries(new URL(request.url).searchParams));
  return auditCsv(db, toAuditFilter(filter, await viewerTimeZone()));
}
