import { Hand } from "lucide-react";
import type { Metadata } from "next";
import { viewerClock } from "@/app/viewer-clock";
import { PageBody } from "@/components/page";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { requireMember } from "@/lib/auth/require-member";
import { listWaitingCalls } from "@/lib/plugins/list-waiting-calls";
import { LiveUpdates } from "../../conversations/live-updates";
import { PluginsHeader } from "../plugins-header";
import { WaitingCall } from "../waiting-call";

export const metadata: Metadata = { title: "Approvals" };

/** The calls that wait for a person, the longest wait first. New ones come by themselves. */
export default async function ApprovalsPage({ params }: PageProps<"/[org]/plugins/approvals">) {
  const readAt = Date.now();
  const member = await requireMember((await params).org, { permission: "work-conversations" });
  const { slug } = member.organization;
  const [calls, clock] = await Promise.all([listWaitingCalls(member.db), viewerClock()]);
  return (
    <>
      <PluginsHeader member={member} current="approvals" />
      <LiveUpdates eventsPath={`/${slug}/conversations/events`} readAt={readAt} />
      <PageBody>
        <p className="text-[1.25rem] leading-7 tracking-[-0.012em] md:text-[1.375rem] md:leading-8" role="status">
          {calls.length === 0 ? (
            "Nothing waits for you."
          ) : (
            <>
              {calls.length === 1 ? "One customer waits" : `${calls.length} calls wait`}{" "}
              <b className="text-brass-ink">until you have decided.</b>
            </>
          )}
        </p>
        {calls.length === 0 ? (
          <EmptyState
            title="No call asks for a person"
            icon={<Hand aria-hidden="true" />}
            action={
              <LinkButton look="ghost" href={`/${slug}/plugins/calls`}>
                What was decided before
              </LinkButton>
            }
          >
            A tool that is set to “Ask” waits here each time the assistant wants to call it; the customer is told that
            it is being checked.
          </EmptyState>
        ) : (
          <div className="grid gap-3.5">
            {calls.map((call) => (
              <WaitingCall key={call.id} {...{ slug, call, clock }} />
            ))}
          </div>
        )}
      </PageBody>
    </>
  );
}
