import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { viewerClock } from "@/app/viewer-clock";
import { KeyTag } from "@/components/key-tag";
import { PageBody, SectionTitle } from "@/components/page";
import { diffContent } from "@/lib/assistant/diff-content";
import { contentLabels } from "@/lib/assistant/draft-state";
import { getVersion } from "@/lib/assistant/versions";
import { AppError } from "@/lib/errors";
import { AssistantHeader } from "../../assistant-header";
import { ContentView } from "../../content-view";
import { DiffView } from "../../diff-view";
import { requirePublished } from "../../require-assistant";
import { RollBackButton } from "../../roll-back-button";
import { VersionFacts } from "../../version-facts";

export const metadata: Metadata = { title: "Version" };

/** One version as it was published: what going back to it would change, and all that it says. */
export default async function VersionPage({ params }: PageProps<"/[org]/assistant/versions/[number]">) {
  const { org, number } = await params;
  const { organization, db, editable, pausable, paused, live } = await requirePublished(org);
  const { slug } = organization;
  const version = await findVersion(db, number);
  const [labels, published, clock] = await Promise.all([
    contentLabels(db),
    getVersion(db, { number: live }),
    viewerClock(),
  ]);
  const differences = diffContent(published.content, version.content, labels);
  return (
    <>
      <AssistantHeader
        slug={slug}
        current="versions"
        live={live}
        editable={editable}
        pausable={pausable}
        paused={paused}
      />
      <PageBody>
        <div className="flex flex-wrap items-start gap-3">
          <div className="min-w-0 flex-1 basis-60">
            <h2 className="flex items-center gap-2.5 font-semibold text-title">
              Version {version.number}
              <KeyTag version={version.number} look={version.live ? "live" : "plain"} size="normal" />
            </h2>
            {version.note && <p className="text-small">{version.note}</p>}
            <VersionFacts version={version} clock={clock} />
          </div>
          {editable && !version.live && <RollBackButton slug={slug} version={version} />}
        </div>
        {!version.live && (
          <section>
            <SectionTitle description={`What changes for customers if it answers again instead of v${live}.`}>
              Against what is live
            </SectionTitle>
            {differences.length > 0 ? (
              <DiffView fields={differences} />
            ) : (
              <p className="text-ink-2 text-small">Nothing: it says the same as v{live}.</p>
            )}
          </section>
        )}
        <ContentView content={version.content} labels={labels} />
      </PageBody>
    </>
  );
}

async function findVersion(db: Parameters<typeof getVersion>[0], given: string) {
  const number = z.coerce.number().int().min(1).max(2_147_483_647).safeParse(given).data;
  if (!number) notFound();
  try {
    return await getVersion(db, { number });
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
