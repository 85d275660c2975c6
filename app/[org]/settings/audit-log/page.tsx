import { Download, ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { SettingsHeader } from "@/app/[org]/settings/settings-header";
import { viewerClock } from "@/app/viewer-clock";
import type { ViewerClock } from "@/components/create-clock";
import { PageBody } from "@/components/page";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Table } from "@/components/ui/table";
import { type AuditEntryView, auditChoices, listAudit } from "@/lib/audit/list-audit";
import { requireMember } from "@/lib/auth/require-member";
import { AppError } from "@/lib/errors";
import { actionWords } from "./audit-words";
import { Changes } from "./changes";
import { FilterBar } from "./filter-bar";
import { filterQuery, readAddressFilter, toAuditFilter } from "./read-filter";

export const metadata: Metadata = { title: "Audit log" };

const pageLength = 50;

/** Who changed what, when and from where, newest first. */
export default async function AuditLogPage({ params, searchParams }: PageProps<"/[org]/settings/audit-log">) {
  const member = await requireMember((await params).org, { permission: "read-audit-log" });
  const parameters = await searchParams;
  const filter = readAddressFilter(parameters);
  const cursor = typeof parameters.cursor === "string" ? parameters.cursor : undefined;
  const path = `/${member.organization.slug}/settings/audit-log`;
  const clock = await viewerClock();
  const [page, choices] = await Promise.all([
    readPage(member.db, { ...toAuditFilter(filter, clock.timeZone), limit: pageLength }, cursor),
    auditChoices(member.db),
  ]);
  return (
    <>
      <SettingsHeader
        member={member}
        current="audit-log"
        actions={
          <LinkButton
            href={`${path}/export${filterQuery(filter)}`}
            download=""
            icon={<Download aria-hidden="true" className="size-4" />}
          >
            CSV
          </LinkButton>
        }
      />
      <PageBody width="full">
        <div className="grid gap-4 px-4 py-5 md:px-6">
          <FilterBar path={path} filter={filter} choices={choices} />
          {page.data.length === 0 ? (
            <NothingFound isFiltered={filterQuery(filter) !== ""} path={path} />
          ) : (
            // On a phone each entry is a small block of its own, and the head is only read out.
            <div className="max-md:[&_thead]:sr-only">
              <Table caption="Audit log" head={["When", "Who", "What", "Before and after"]}>
                {page.data.map((entry) => (
                  <EntryRow key={entry.id} entry={entry} clock={clock} />
                ))}
              </Table>
            </div>
          )}
          <nav aria-label="Pages" className="flex gap-2">
            {cursor && <LinkButton href={`${path}${filterQuery(filter)}`}>Newest</LinkButton>}
            {page.nextCursor && (
              <LinkButton href={`${path}${filterQuery({ ...filter, cursor: page.nextCursor })}`}>Older</LinkButton>
            )}
          </nav>
        </div>
      </PageBody>
    </>
  );
}

const stacked = "max-md:border-0! max-md:p-0!";

function EntryRow({ entry, clock }: { entry: AuditEntryView; clock: ViewerClock }) {
  const { createdAt, actor, action, subject, address, userAgent } = entry;
  return (
    <tr className="max-md:grid max-md:gap-1 max-md:border-line max-md:border-b max-md:py-3">
      <td className={`w-px whitespace-nowrap ${stacked}`}>
        <time dateTime={createdAt.toISOString()} title={clock.full(createdAt)} className="font-mono text-meta">
          {clock.dayKey(createdAt)} {clock.time(createdAt)}
        </time>
      </td>
      <td className={`md:min-w-32 ${stacked}`}>
        <span className="block">{actor.name}</span>
        {address && (
          <span title={userAgent ?? undefined} className="block text-ink-3 text-meta">
            from {address}
          </span>
        )}
      </td>
      <td className={`md:min-w-36 ${stacked}`}>
        <span className="block">{actionWords(action)}</span>
        <span className="block text-ink-3 text-meta [overflow-wrap:anywhere]">{subject}</span>
      </td>
      <td className={`md:min-w-52 ${stacked}`}>
        <Changes before={entry.before} after={entry.after} />
      </td>
    </tr>
  );
}

function NothingFound({ isFiltered, path }: { isFiltered: boolean; path: string }) {
  return (
    <EmptyState
      icon={<ScrollText aria-hidden="true" />}
      title={isFiltered ? "Nothing fits this filter" : "Nothing has been changed yet"}
      action={isFiltered && <LinkButton href={path}>Show all</LinkButton>}
    >
      {isFiltered ? "Try another person, or a longer time." : "Every change of the set-up and of the team stands here."}
    </EmptyState>
  );
}

/** A cursor that somebody wrote by hand shows the newest page. */
async function readPage(
  db: Parameters<typeof listAudit>[0],
  request: Parameters<typeof listAudit>[1],
  cursor: string | undefined,
) {
  try {
    return await listAudit(db, { ...request, cursor });
  } catch (error) {
    if (!cursor || !(error instanceof AppError)) throw error;
    return listAudit(db, request);
  }
}
