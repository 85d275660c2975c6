import type { Metadata } from "next";
import { viewerClock } from "@/app/viewer-clock";
import { PageBody } from "@/components/page";
import { LinkButton } from "@/components/ui/link-button";
import { contentLabels } from "@/lib/assistant/draft-state";
import { getVersion } from "@/lib/assistant/versions";
import { AssistantHeader } from "../assistant-header";
import { ContentView } from "../content-view";
import { requirePublished } from "../require-assistant";
import { VersionFacts } from "../version-facts";

export const metadata: Metadata = { title: "Live version" };

/** What answers now. */
export default async function LivePage({ params }: PageProps<"/[org]/assistant/live">) {
  const { organization, db, editable, pausable, paused, live } = await requirePublished((await params).org);
  const [version, labels, clock] = await Promise.all([
    getVersion(db, { number: live }),
    contentLabels(db),
    viewerClock(),
  ]);
  return (
    <>
      <AssistantHeader
        slug={organization.slug}
        current="live"
        live={live}
        editable={editable}
        pausable={pausable}
        paused={paused}
      />
      <PageBody>
        <div>
          <h2 className="font-semibold text-title">Version {live} answers</h2>
          {version.note && <p className="text-small">{version.note}</p>}
          <VersionFacts version={version} clock={clock} />
          <p className="mt-3">
            {editable ? (
              <LinkButton href={`/${organization.slug}/assistant`}>Change it in the draft</LinkButton>
            ) : (
              <LinkButton href={`/${organization.slug}/assistant/versions`}>All versions</LinkButton>
            )}
          </p>
        </div>
        <ContentView content={version.content} labels={labels} />
      </PageBody>
    </>
  );
}
