import { ScrollText } from "lucide-react";
import type { Metadata, Route } from "next";
import Link from "next/link";
import { viewerClock } from "@/app/viewer-clock";
import type { ViewerClock } from "@/components/create-clock";
import { formatDuration } from "@/components/format";
import { PageBody } from "@/components/page";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Table } from "@/components/ui/table";
import { requireMember } from "@/lib/auth/require-member";
import type { TenantDatabase } from "@/lib/db/for-organization";
import { AppError } from "@/lib/errors";
import { listPlugins } from "@/lib/plugins/plugins";
import type { ToolCallView } from "@/lib/plugins/schema";
import { listToolCalls } from "@/lib/plugins/tool-calls";
import { CallState, originWords } from "../call-state";
import { callPath } from "../plugin-path";
import { PluginsHeader } from "../plugins-header";
import { CallFilters } from "./call-filters";
import { callQuery, readCallFilter, toCallsRequest } from "./read-filter";

export const metadata: Metadata = { title: "Calls" };

const pageLength = 50;

/** Every call of a tool, newest first: what went in and out, how it ended, and for whom. */
export default async function CallsPage({ params, searchParams }: PageProps<"/[org]/plugins/calls">) {
  const member = await requireMember((await params).org, { permission: "read-conversations" });
  const { organization, db } = member;
  const parameters = await searchParams;
  const filter = readCallFilter(parameters);
  const cursor = typeof parameters.cursor === "string" ? parameters.cursor : undefined;
  const path = `/${organization.slug}/plugins/calls`;
  const [page, plugins, clock] = await Promise.all([
    readPage(db, { ...toCallsRequest(filter), limit: pageLength }, cursor),
    listPlugins(db),
    viewerClock(),
  ]);
  return (
    <>
      <PluginsHeader member={member} current="calls" />
      <PageBody width="full">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 py-5 md:px-6">
          <CallFilters path={path} filter={filter} plugins={plugins} />
          {page.data.length === 0 ? (
            <NothingFound isFiltered={callQuery(filter) !== ""} path={path} slug={organization.slug} />
          ) : (
            // On a phone each call is a small block of its own, and the head is only read out.
            <div className="max-md:[&_thead]:sr-only">
              <Table caption="Calls" head={["When", "Tool", "Went in", "Outcome", "Called by"]}>
                {page.data.map((call) => (
                  <CallRow key={call.id} slug={organization.slug} call={call} clock={clock} />
                ))}
              </Table>
            </div>
          )}
          <nav aria-label="Pages" className="flex gap-2 empty:hidden">
            {cursor && <LinkButton href={`${path}${callQuery(filter)}`}>Newest</LinkButton>}
            {page.nextCursor && (
              <LinkButton href={`${path}${callQuery({ ...filter, cursor: page.nextCursor })}`}>Older</LinkButton>
            )}
          </nav>
        </div>
      </PageBody>
    </>
  );
}

const stacked = "max-md:border-0! max-md:p-0!";

function CallRow({ slug, call, clock }: { slug: string; call: ToolCallView; clock: ViewerClock }) {
  const { id, createdAt, toolName, pluginName, input, state, ms, error, customer, conversationId, origin } = call;
  return (
    <tr className="max-md:grid max-md:gap-1 max-md:border-line max-md:border-b max-md:py-3">
      <td className={`w-px whitespace-nowrap ${stacked}`}>
        <time dateTime={createdAt.toISOString()} title={clock.full(createdAt)} className="font-mono text-meta">
          {clock.dayKey(createdAt)} {clock.seconds(createdAt)}
        </time>
      </td>
      <td className={`md:min-w-36 ${stacked}`}>
        <Link
          href={callPath(slug, id)}
          className="-my-0.5 inline-block py-0.5 font-medium font-mono hover:underline [overflow-wrap:anywhere]"
        >
          {toolName}
        </Link>
        <span className="block text-ink-3 text-meta">{pluginName}</span>
      </td>
      <td className={`md:w-1/3 ${stacked}`}>
        <span className="line-clamp-2 font-mono text-ink-2 text-meta leading-5 [overflow-wrap:anywhere]">
          {JSON.stringify(input)}
        </span>
      </td>
      <td className={`md:min-w-40 ${stacked}`}>
        <span className="flex flex-wrap items-center gap-x-2">
          <CallState state={state} />
          {ms !== null && <span className="font-mono text-ink-3 text-meta">{formatDuration(ms)}</span>}
        </span>
        {error && <span className="line-clamp-2 text-bad-ink text-meta [overflow-wrap:anywhere]">{error}</span>}
      </td>
      <td className={`md:min-w-32 ${stacked}`}>
        {conversationId ? (
          <Link href={`/${slug}/conversations/${conversationId}` as Route} className="link">
            {customer ?? "A customer"}
          </Link>
        ) : (
          <span className="text-ink-2">{originWords[origin]}</span>
        )}
      </td>
    </tr>
  );
}

function NothingFound({ isFiltered, path, slug }: { isFiltered: boolean; path: string; slug: string }) {
  return (
    <EmptyState
      icon={<ScrollText aria-hidden="true" />}
      title={isFiltered ? "No call fits this filter" : "No tool has been called yet"}
      action={
        <LinkButton href={isFiltered ? path : `/${slug}/plugins`}>
          {isFiltered ? "Show all" : "To the plugins"}
        </LinkButton>
      }
    >
      {isFiltered
        ? "Try another outcome, or fewer words."
        : "Tick a tool and choose it in the draft, or test one: each call stands here with what went in and out."}
    </EmptyState>
  );
}

/** A cursor that somebody wrote by hand shows the newest page. */
async function readPage(
  db: TenantDatabase,
  request: Omit<Parameters<typeof listToolCalls>[1], "cursor">,
  cursor: string | undefined,
) {
  try {
    return await listToolCalls(db, { ...request, cursor });
  } catch (error) {
    if (!cursor || !(error instanceof AppError)) throw error;
    return listToolCalls(db, request);
  }
}
