import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { viewerClock } from "@/app/viewer-clock";
import { ClerkIcon } from "@/components/bell";
import { PageBody, PageHeader } from "@/components/page";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { listModelChoices, readDraftState } from "@/lib/assistant/draft-state";
import { listToolChoices } from "@/lib/plugins/list-tool-choices";
import { AssistantHeader } from "./assistant-header";
import { requireAssistant } from "./require-assistant";
import { Workbench } from "./workbench";

export const metadata: Metadata = { title: "Assistant" };

/** The draft of the next version, with the test chat beside it. Who may only look is led to what is live. */
export default async function AssistantPage({ params, searchParams }: PageProps<"/[org]/assistant">) {
  const { organization, db, editable, pausable, paused, live } = await requireAssistant((await params).org);
  const { slug, name } = organization;
  if (live === null) return <NoAssistant slug={slug} editable={editable} />;
  if (!editable) redirect(`/${slug}/assistant/live` as Route);
  const view = (await searchParams).view === "test" ? "test" : "draft";
  const [state, models, plugins, clock] = await Promise.all([
    readDraftState(db),
    listModelChoices(db),
    listToolChoices(db),
    viewerClock(),
  ]);
  return (
    <>
      <AssistantHeader slug={slug} current={view} live={live} editable pausable={pausable} paused={paused} />
      <Workbench
        slug={slug}
        initial={{ ...state, savedAt: clock.time(state.updatedAt) }}
        models={models}
        plugins={plugins}
        businessName={name}
        view={view}
      />
    </>
  );
}

function NoAssistant({ slug, editable }: { slug: string; editable: boolean }) {
  return (
    <>
      <PageHeader title="Assistant" />
      <PageBody width="empty">
        <EmptyState
          title="There is no assistant yet"
          icon={<ClerkIcon />}
          action={
            editable && (
              <LinkButton href={`/${slug}/whatsapp`} look="primary">
                Set it up
              </LinkButton>
            )
          }
        >
          Connect a WhatsApp number and publish the first version: then it is written, tried and published here.
        </EmptyState>
      </PageBody>
    </>
  );
}
