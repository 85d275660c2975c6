import { ChevronsUpDown, CircleHelp, Search } from "lucide-react";
import type { ViewerClock } from "@/components/create-clock";
import { Face } from "@/components/ui/face";
import type { Member } from "@/lib/auth/require-member";
import { AccountButton } from "./account-menu";
import { DeskPlate, type SetupProgress } from "./desk-plate";
import type { Desk } from "./find-desk";
import { initials } from "./initials";
import { listPages } from "./list-pages";
import { OrganizationLinks } from "./organization-links";
import { type Counts, PageCount } from "./page-count";
import { PageIcon } from "./page-icon";
import { PageLink } from "./page-link";
import { PanelDialogButton } from "./panel-dialog-button";

interface Props extends Pick<Member, "user" | "organization" | "role"> {
  organizations: { slug: string; name: string }[];
  desk: Desk | null;
  setup: SetupProgress | null;
  counts: Counts;
  clock: ViewerClock;
}

export function Sidebar({ user, organization, organizations, role, desk, setup, counts, clock }: Props) {
  return (
    <aside
      aria-label="Sidebar"
      className="hidden min-h-0 flex-col gap-3 overflow-y-auto pt-2.5 pr-2.5 pb-3 pl-3 [scrollbar-width:none] md:flex"
    >
      <OrganizationSwitcher current={organization} organizations={organizations} />
      <DeskPlate desk={desk} setup={setup} clock={clock} />
      <PanelDialogButton
        opens="palette"
        className="flex h-8 shrink-0 items-center gap-2 rounded-2 bg-ink/4 pr-2 pl-2.5 text-ink-3 text-small hover:bg-ink/8"
      >
        <Search aria-hidden="true" className="size-4 stroke-[1.75]" />
        <span className="flex-1 text-left">Search or jump to</span>
        <kbd className="rounded-1 border border-line-strong border-b-2 bg-surface px-1 py-px font-medium font-sans text-micro">
          Ctrl K
        </kbd>
      </PanelDialogButton>
      <nav aria-label="Main" className="grid shrink-0 gap-3">
        {[0, 1, 2, 3].map((group) => (
          <ul key={group} className="grid gap-px border-line not-first:border-t not-first:pt-[11px]">
            {listPages(role)
              .filter((page) => page.group === group)
              .map(({ segment, label }) => (
                <li key={segment}>
                  <PageLink
                    slug={organization.slug}
                    segment={segment}
                    className="group/link flex h-8 items-center gap-2.5 rounded-2 pr-2 pl-2.5 font-medium text-ink-2 text-small hover:bg-ink/5 aria-[current]:bg-surface aria-[current]:text-ink aria-[current]:shadow-[0_0_0_1px_var(--line),var(--lift-1)]"
                  >
                    <PageIcon
                      segment={segment}
                      className="size-4 text-ink-3 group-aria-[current]/link:text-accent-ink"
                    />
                    <span className="flex-1">{label}</span>
                    <PageCount segment={segment} counts={counts} />
                  </PageLink>
                </li>
              ))}
          </ul>
        ))}
      </nav>
      <div className="mt-auto flex items-center gap-1">
        <AccountButton user={user} role={role} />
        <PanelDialogButton
          opens="help"
          aria-label="All keys"
          title="All keys (?)"
          className="grid size-7 shrink-0 place-items-center rounded-2 text-ink-2 hover:bg-ink/5"
        >
          <CircleHelp aria-hidden="true" className="size-4 stroke-[1.75]" />
        </PanelDialogButton>
      </div>
    </aside>
  );
}

function OrganizationSwitcher({
  current,
  organizations,
}: {
  current: Member["organization"];
  organizations: Props["organizations"];
}) {
  return (
    <>
      <button
        type="button"
        popoverTarget="organizations"
        className="flex h-9 w-full shrink-0 items-center gap-[9px] rounded-2 px-1.5 font-semibold text-body hover:bg-ink/5"
      >
        <Face square size="small">
          {initials(current.name)}
        </Face>
        <span className="min-w-0 flex-1 truncate text-left">{current.name}</span>
        <ChevronsUpDown aria-hidden="true" className="size-3.5 text-ink-3" />
        <span className="sr-only">Switch organisation</span>
      </button>
      <div
        id="organizations"
        popover="auto"
        className="fade-in top-12 left-3 max-h-[70dvh] w-64 overflow-auto rounded-3 border border-line bg-raised p-1.5 text-ink shadow-2"
      >
        <OrganizationLinks current={current.slug} organizations={organizations} />
      </div>
    </>
  );
}
