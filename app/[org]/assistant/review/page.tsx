import { ArrowLeft } from "lucide-react";
import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { viewerClock } from "@/app/viewer-clock";
import { PageBody } from "@/components/page";
import { ActionForm } from "@/components/ui/action-form";
import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { diffContent } from "@/lib/assistant/diff-content";
import { contentLabels, readDraftState } from "@/lib/assistant/draft-state";
import { getVersion } from "@/lib/assistant/versions";
import { publishDraft } from "../actions";
import { AssistantHeader } from "../assistant-header";
import { DiffView } from "../diff-view";
import { requirePublished } from "../require-assistant";

export const metadata: Metadata = { title: "Publish the draft" };

/** The last look before customers meet it: what changes, and why. */
export default async function ReviewPage({ params }: PageProps<"/[org]/assistant/review">) {
  const { organization, db, pausable, paused, live } = await requirePublished((await params).org, "configure");
  const { slug } = organization;
  const state = await readDraftState(db);
  if (state.changed.length === 0) redirect(`/${slug}/assistant` as Route);
  const [labels, published, clock] = await Promise.all([
    contentLabels(db),
    getVersion(db, { number: state.published }),
    viewerClock(),
  ]);
  const next = live + 1;
  return (
    <>
      <AssistantHeader slug={slug} current={null} live={live} editable pausable={pausable} paused={paused} />
      <PageBody>
        <div>
          <h2 className="font-semibold text-title tracking-[-0.01em]">Publish version {next}</h2>
          <p className="text-ink-3 text-meta">
            Compared with version {live}, published{" "}
            <time dateTime={published.createdAt.toISOString()} title={clock.full(published.createdAt)}>
              {clock.day(published.createdAt)} {clock.time(published.createdAt)}
            </time>
          </p>
        </div>
        {Object.entries(state.problems).map(([field, sentence]) => (
          <Banner key={field} tone="bad" title={sentence} />
        ))}
        <DiffView fields={diffContent(state.publishedContent, state.content, labels)} />
        <ActionForm action={publishDraft.bind(null, slug)}>
          <input type="hidden" name="revision" value={state.revision} />
          <TextField
            name="note"
            label="Why, in a sentence"
            hint="Kept in the history."
            maxLength={300}
            placeholder="No more discounts by message"
          />
          <div className="flex flex-wrap items-center justify-end gap-2 border-line border-t pt-4">
            <p className="flex-1 basis-56 text-ink-3 text-meta">
              Takes effect with the next message. You can go back in two clicks.
            </p>
            <LinkButton href={`/${slug}/assistant`} look="ghost" icon={<ArrowLeft aria-hidden="true" />}>
              Not yet
            </LinkButton>
            <SubmitButton disabled={Object.keys(state.problems).length > 0}>Publish v{next}</SubmitButton>
          </div>
        </ActionForm>
      </PageBody>
    </>
  );
}
