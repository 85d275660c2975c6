import { Download } from "lucide-react";
import type { Metadata } from "next";
import { Suspense } from "react";
import { viewerClock } from "@/app/viewer-clock";
import { PageBody, PageHeader } from "@/components/page";
import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/link-button";
import { Skeleton } from "@/components/ui/skeleton";
import { requireMember } from "@/lib/auth/require-member";
import { countWaiting } from "@/lib/conversations/count-waiting";
import { listWaiting } from "@/lib/conversations/list-waiting";
import { findDesk } from "../find-desk";
import { Charts } from "./charts";
import { Figures } from "./figures";
import { NothingYet } from "./nothing-yet";
import { PeriodPicker } from "./period-picker";
import { type Parts, readParts } from "./read-parts";
import { periodSearch, readRequest } from "./read-request";
import { Sentence } from "./sentence";
import { Waiting } from "./waiting";

export const metadata: Metadata = { title: "Overview" };

/** How is the desk doing? The answer in a sentence, who waits, five figures, and the charts that prove them. */
export default async function OverviewPage({ params, searchParams }: PageProps<"/[org]/overview">) {
  const { user, organization, db } = await requireMember((await params).org, { permission: "read-overview" });
  const { slug } = organization;
  const clock = await viewerClock();
  const path = `/${slug}/overview`;
  const hasConversations = (await db.conversation.findFirst({ select: { id: true } })) !== null;
  if (!hasConversations) {
    return (
      <>
        <PageHeader title="Overview" />
        <PageBody width="empty">
          <NothingYet slug={slug} desk={await findDesk(db)} />
        </PageBody>
      </>
    );
  }
  const { period, problem } = readRequest(await searchParams, clock.timeZone, clock.now);
  const parts = readParts(db, period);
  const waiting = Promise.all([countWaiting(db), listWaiting(db, 3)]);
  return (
    <>
      <PageHeader
        title="Overview"
        tabsAtEnd
        tabs={
          <div className="flex items-center gap-1.5">
            <PeriodPicker path={path} period={period} />
            <LinkButton
              href={`${path}/download?${periodSearch(period)}`}
              download
              look="ghost"
              size="icon"
              aria-label="Download as CSV"
              title="Download as CSV"
              icon={<Download aria-hidden="true" />}
            />
          </div>
        }
      />
      <PageBody width="full">
        <div className="flex min-h-full flex-col">
          {problem && (
            <div className="px-4 pt-4 md:px-6">
              <Banner tone="bad" title={problem}>
                These are the last 7 days instead.
              </Banner>
            </div>
          )}
          <Suspense fallback={<Skeleton className="mx-4 mt-6 h-72 md:mx-6 md:h-60" />}>
            <Answer {...{ slug, parts, waiting, period, clock }} firstName={user.name.split(" ")[0] ?? user.name} />
          </Suspense>
          <Charts {...{ slug, parts, period, clock }} />
        </div>
      </PageBody>
    </>
  );
}

async function Answer({
  parts,
  waiting,
  ...rest
}: Pick<Parameters<typeof Sentence>[0], "slug" | "firstName" | "period" | "clock"> & {
  parts: Parts;
  waiting: Promise<[number, Awaited<ReturnType<typeof listWaiting>>]>;
}) {
  const [totals, delivery, [count, rows]] = await Promise.all([parts.totals, parts.delivery, waiting]);
  if ("failed" in totals) {
    return (
      <div className="p-4 md:p-6">
        <Banner tone="bad" title="The figures could not be read.">
          Messages are still received and answered. Load the page again in a minute.
        </Banner>
      </div>
    );
  }
  const delivered = "failed" in delivery ? null : delivery.data;
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-4 px-4 pt-4 pb-5 md:px-6 md:pt-[22px] md:pb-6 lg:grid-cols-[minmax(0,1fr)_372px]">
        <div>
          <Sentence {...rest} totals={totals.data} delivery={delivered} waiting={count} />
        </div>
        <Waiting slug={rest.slug} rows={rows} clock={rest.clock} />
      </div>
      <Figures totals={totals.data} period={rest.period} />
    </>
  );
}
