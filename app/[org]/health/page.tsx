import { Activity, OctagonX } from "lucide-react";
import type { Metadata } from "next";
import { viewerClock } from "@/app/viewer-clock";
import type { ViewerClock } from "@/components/create-clock";
import { PageBody, PageHeader } from "@/components/page";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { isAllowed } from "@/lib/auth/permissions";
import { requireMember } from "@/lib/auth/require-member";
import { agoWords, readHealth } from "@/lib/health/read-health";
import type { Wording } from "@/lib/health/schema";
import { sumUp } from "@/lib/health/sum-up";
import { deskMenuId } from "../desk-plate";
import { findDesk } from "../find-desk";
import { checkNowAction } from "./actions";
import { CheckNow } from "./check-now";
import { HealthReport } from "./health-report";
import { Reread } from "./reread";

export const metadata: Metadata = { title: "Health" };

/** They run each minute: after so long the jobs do not run at all. */
const stoppedAfterMs = 4 * 60_000;

/** What is wrong and how it is repaired: the verdict, open problems unfolded, and the rest as rows. */
export default async function HealthPage({ params }: PageProps<"/[org]/health">) {
  const { organization, role, db } = await requireMember((await params).org, { permission: "read-health" });
  const clock = await viewerClock();
  const wording = wordingOf(clock);
  const results = await readHealth(db, wording, clock.now);
  const checkedAt = results.map((result) => result.checkedAt).sort((a, b) => b.getTime() - a.getTime())[0];
  const { slug } = organization;
  const killed = (await findDesk(db))?.off?.mode === "fixed";
  const mayConfigure = isAllowed(role, { permission: "configure" });
  const stopped = checkedAt && clock.now.getTime() - checkedAt.getTime() > stoppedAfterMs;
  return (
    <>
      <PageHeader
        title="Health"
        actions={
          <>
            {checkedAt && (
              <span className="text-ink-3 text-meta max-md:hidden">
                Checked {wording.ago(checkedAt.toISOString())}, every minute
              </span>
            )}
            {isAllowed(role, { permission: "pause-assistant" }) && (
              <Button
                popoverTarget={deskMenuId}
                size="small"
                icon={<OctagonX aria-hidden="true" />}
                className="max-md:hidden"
              >
                {killed ? "Lift the kill switch" : "Kill switch"}
              </Button>
            )}
            <CheckNow action={checkNowAction.bind(null, slug)} />
          </>
        }
      />
      <Reread />
      <PageBody width="full">
        <div className="mx-auto grid max-w-[1020px] gap-5 px-4 pt-5 pb-10 md:px-6 md:pt-6.5">
          {stopped && (
            <Banner tone="bad" title={`Nothing has been checked since ${wording.at(checkedAt.toISOString())}.`}>
              The checks run as jobs, as the assistant does: whoever runs Frontdesk looks at the job server first. What
              stands below may be old; “Check now” looks at once.
            </Banner>
          )}
          {results.length === 0 ? (
            <NothingChecked
              slug={slug}
              connected={(await db.whatsAppApp.count({ where: { disconnectedAt: null } })) > 0}
            />
          ) : (
            <HealthReport summary={await sumUp(db, results, clock.now)} {...{ results, slug, clock, mayConfigure }} />
          )}
        </div>
      </PageBody>
    </>
  );
}

/** As this viewer's clock has them. */
function wordingOf(clock: ViewerClock): Wording {
  return {
    at(time) {
      const date = new Date(time);
      const day = clock.day(date);
      return day === "Today" ? clock.time(date) : `${day}, ${clock.time(date)}`;
    },
    ago: (time) => agoWords(clock.now.getTime() - new Date(time).getTime()),
  };
}

function NothingChecked({ slug, connected }: { slug: string; connected: boolean }) {
  if (connected)
    return (
      <EmptyState title="The first check runs within a minute" icon={<Activity aria-hidden="true" />}>
        Use “Check now” to see it at once.
      </EmptyState>
    );
  return (
    <EmptyState
      title="Nothing to check yet"
      icon={<Activity aria-hidden="true" />}
      action={
        <LinkButton look="primary" href={`/${slug}/whatsapp`}>
          Connect WhatsApp
        </LinkButton>
      }
    >
      Once a number is connected, this page says each minute whether customers reach you and are answered.
    </EmptyState>
  );
}
