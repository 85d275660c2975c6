import { auditCsv } from "@/lib/audit/audit-csv";
import { listAudit } from "@/lib/audit/list-audit";
import { auditFilterSchema, auditPageRequest } from "@/lib/audit/schema";
import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { handle } from "@/lib/http/handle";
import { parseInput } from "@/lib/parse-input";

/** GET /audit-log?who=&what=&from=&to=&cursor=&limit= answers { data, nextCursor }; with Accept: text/csv, all as a file. */
export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "read-audit-log" });
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  if (request.headers.get("accept")?.startsWith("text/csv")) return auditCsv(db, parseInput(auditFilterSchema, asked));
  return listAudit(db, parseInput(auditPageRequest, asked));
});
