import { viewerClock } from "@/app/viewer-clock";
import { requireMember } from "@/lib/auth/require-member";
import { csvResponse } from "@/lib/csv";
import { readOverview } from "@/lib/overview/read-overview";
import { readRequest } from "../read-request";

/** The overview's figures as a CSV file, a row for each hour, day or week of the period. */
export async function GET(request: Request, { params }: RouteContext<"/[org]/overview/download">): Promise<Response> {
  const { db, organization } = await requireMember((await params).org, { permission: "read-overview" });
  const clock = await viewerClock();
  const { period } = readRequest(Object.fromEntries(new URL(request.url).searchParams), clock.timeZone, clock.now);
  const { columns } = await readOverview(db, period);
  return csvResponse(
    `overview-${organization.slug}-${period.firstDay}-to-${period.lastDay}.csv`,
    [
      "From",
      "Messages in",
      "Messages out",
      "By the assistant",
      "By people",
      "Fixed texts",
      "Not delivered",
      "Answers",
      "Median ms to answer",
      "95 % within ms",
    ],
    columns.map((column) => [
      column.start,
      column.in,
      column.out,
      column.assistant,
      column.people,
      column.fixed,
      column.failed,
      column.answers,
      column.medianMs,
      column.p95Ms,
    ]),
  );
}
