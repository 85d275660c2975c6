import { Download, ListFilter, Search, X } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import type { ViewerClock } from "@/components/create-clock";
import { buttonClass } from "@/components/ui/button";
import { Tabs } from "@/components/ui/segmented";
import { isAllowed } from "@/lib/auth/permissions";
import type { Member } from "@/lib/auth/require-member";
import { countWaiting } from "@/lib/conversations/count-waiting";
import { listVersions } from "@/lib/conversations/list-versions";
import { conversationPath, filterSearch, type View, type ViewFilter } from "./conversation-path";
import { filterChips } from "./filter-chips";
import { besideList, FilterForm } from "./filter-form";

interface Props extends Pick<Member, "db" | "role"> {
  slug: string;
  current: string | null;
  view: View;
  clock: ViewerClock;
}

/** Search, the views that are asked for most, the other filters, and those that hold as chips. All in the address. */
export async function ListFilters({ slug, current, view: { filter }, db, role, clock }: Props) {
  const [waiting, versions] = await Promise.all([countWaiting(db), listVersions(db)]);
  const path = (next: ViewFilter) => conversationPath(slug, current, { filter: next });
  const chips = filterChips(filter, clock);
  const { q, status, failed, ...rest } = filter;
  const views = [
    { label: "All", next: {} },
    { label: "Needs you", next: { status: "waiting" as const }, count: waiting || undefined },
    { label: "Unread", next: { status: "unread" as const } },
    { label: "Failed", next: { failed: true } },
  ].map(({ label, next, count }) => ({
    label,
    count,
    href: path({ ...rest, ...(q && { q }), ...next }),
    current: status === next.status && failed === next.failed,
  }));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2 border-line border-b px-3 pt-0.5 pb-2">
      <div className="flex items-center gap-1">
        <Form action={path({})} scroll={false} role="search" className="min-w-0 flex-1">
          {[...filterSearch({ ...filter, q: undefined })].map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <label className="flex h-11 items-center gap-2 rounded-2 border border-edge bg-raised px-2.5 focus-within:border-accent focus-within:outline-2 focus-within:outline-accent/30 md:h-8">
            <Search aria-hidden="true" className="size-4 shrink-0 stroke-[1.75] text-ink-3" />
            <span className="sr-only">Search customer, text or number</span>
            <input
              key={q}
              type="search"
              name="q"
              data-search=""
              defaultValue={q}
              maxLength={200}
              placeholder="Customer, text or number"
              className="min-w-0 flex-1 bg-transparent text-lead outline-none md:text-small"
            />
            <kbd className="rounded-1 border border-line-strong px-1 font-sans text-ink-3 text-micro max-md:hidden">
              /
            </kbd>
          </label>
        </Form>
        <button
          type="button"
          popoverTarget="filters"
          aria-label="Filters"
          className={`${buttonClass({ look: "ghost", size: "icon" })} max-md:size-11!`}
        >
          <ListFilter aria-hidden="true" />
        </button>
        {isAllowed(role, { permission: "export-conversations" }) && (
          <button
            type="button"
            popoverTarget="export"
            aria-label="Export"
            className={`${buttonClass({ look: "ghost", size: "icon" })} max-md:size-11!`}
          >
            <Download aria-hidden="true" />
          </button>
        )}
      </div>
      <div className="contents">
        <FilterForm filter={filter} versions={versions} action={path({})} resetHref={path({ ...(q && { q }) })} />
        <ExportMenu slug={slug} filter={filter} />
      </div>
      <Tabs label="Views" items={views} />
      {chips.length > 0 && (
        <ul aria-label="Filters" className="flex flex-wrap gap-1.5 pb-0.5">
          {chips.map(({ label, without }) => (
            <li key={label} className="min-w-0">
              <Link
                href={path(without)}
                scroll={false}
                className="inline-flex h-6 max-w-full items-center gap-1 rounded-[6px] bg-accent-soft pr-1 pl-2 text-accent-ink text-meta hover:bg-hover"
              >
                <span className="truncate">{label}</span>
                <X aria-hidden="true" className="size-3.5 shrink-0" />
                <span className="sr-only">: remove</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What is listed, as a file. */
function ExportMenu({ slug, filter }: { slug: string; filter: ViewFilter }) {
  const href = (format: string) => `/${slug}/conversations/export?${filterSearch(filter)}&format=${format}`;
  const narrowed = Object.values(filter).some((value) => value !== undefined);
  return (
    <div id="export" popover="auto" className={`${besideList} gap-2 p-3 text-small open:grid md:w-72`}>
      <p>
        {narrowed ? "The conversations that are listed," : "All conversations,"} with every message, note and rating.
      </p>
      <p className="flex gap-2">
        <a href={href("csv")} download className={buttonClass({})}>
          CSV
        </a>
        <a href={href("json")} download className={buttonClass({})}>
          JSON
        </a>
      </p>
    </div>
  );
}
