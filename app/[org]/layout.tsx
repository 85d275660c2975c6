import { cookies } from "next/headers";
import { TimeZoneCookie } from "@/app/time-zone-cookie";
import { timeZoneCookie, viewerClock } from "@/app/viewer-clock";
import { Toaster } from "@/components/ui/toaster";
import { listOrganizations } from "@/lib/auth/list-organizations";
import { requireMember } from "@/lib/auth/require-member";
import { getSetup, setupSteps } from "@/lib/channels/get-setup";
import { countWaiting } from "@/lib/conversations/count-waiting";
import type { TenantDatabase } from "@/lib/db/for-organization";
import { countFailing } from "@/lib/health/count-failing";
import { countWaitingCalls } from "@/lib/plugins/list-waiting-calls";
import { AccountMenu } from "./account-menu";
import { DeskMenu } from "./desk-menu";
import { DeskBadge, deskMenuId, type SetupProgress } from "./desk-plate";
import { findDesk } from "./find-desk";
import { listPages } from "./list-pages";
import { PanelKeys } from "./panel-keys";
import { Sidebar } from "./sidebar";
import { TabBar } from "./tab-bar";

/** The shell of the panel: sidebar, or a tab bar on a phone. Each page checks membership again for itself. */
export default async function PanelLayout({ children, params }: LayoutProps<"/[org]">) {
  const { user, organization, role, db } = await requireMember((await params).org);
  const { slug } = organization;
  const [organizations, waiting, approvals, failing, desk, clock] = await Promise.all([
    listOrganizations(user.id),
    countWaiting(db),
    countWaitingCalls(db),
    countFailing(db),
    findDesk(db),
    viewerClock(),
  ]);
  const setup = desk?.version ? null : await findProgress(db);
  const counts = { waiting, approvals, failing };
  const knowsTimeZone = (await cookies()).has(timeZoneCookie);
  return (
    <div className="group/panel flex h-dvh flex-col md:grid md:grid-cols-[var(--sidebar)_minmax(0,1fr)]">
      <a href="#content" className="skip-link">
        Skip to the content
      </a>
      <Sidebar {...{ user, organization, organizations, role, desk, setup, counts, clock }} />
      <main
        id="content"
        tabIndex={-1}
        className="relative flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden bg-surface outline-none md:my-2 md:mr-2 md:rounded-4 md:border md:border-line"
      >
        {children}
        {/* On a phone, in the room that a page's header keeps for it. */}
        <div className="absolute top-[11px] right-3 hidden group-has-data-page-header/panel:block md:hidden!">
          <DeskBadge db={db} />
        </div>
      </main>
      <TabBar slug={slug} role={role} counts={counts} />
      <DeskMenu {...{ slug, desk, role, clock }} />
      <AccountMenu {...{ user, organization, organizations, role, counts }} />
      <PanelKeys slug={slug} segments={listPages(role).map(({ segment }) => segment)} deskMenuId={deskMenuId} />
      <Toaster />
      <TimeZoneCookie known={knowsTimeZone ? clock.timeZone : null} />
    </div>
  );
}

async function findProgress(db: TenantDatabase): Promise<SetupProgress> {
  return { done: (await getSetup(db)).done, steps: setupSteps.length };
}
