"use client";

import { GitCompare } from "lucide-react";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { ChangeSummary } from "@/lib/assistant/draft-state";
import { discardDraft } from "./actions";
import { SavedStatus } from "./saved-status";
import type { Draft } from "./use-draft";

const mostShown = 4;

/** What differs from the published version, and the way to publish it: past the review. */
export function PublishBar({ slug, draft }: { slug: string; draft: Draft }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const { summary, published } = draft.state;
  const blocked = Object.keys(draft.errors).length > 0 || Object.keys(draft.conflicts).length > 0;

  async function review() {
    setBusy(true);
    if (await draft.flush()) router.push(`/${slug}/assistant/review` as Route);
    else setBusy(false);
  }

  if (summary.length === 0) {
    return (
      <footer className="flex flex-wrap gap-x-4 border-line border-t bg-raised px-4 py-3 text-ink-2 text-small md:px-6">
        <p role="status" className="flex-1">
          Nothing is changed since v{published}, which answers now.
        </p>
        <SavedStatus draft={draft} />
      </footer>
    );
  }
  return (
    <footer className="flex flex-wrap items-center gap-2 border-line border-t bg-raised px-4 py-2.5 shadow-2 md:pr-4 md:pl-6">
      <div className="min-w-0 flex-1 basis-44" role="status">
        <b className="text-small leading-[1.125rem]">
          {summary.length === 1 ? "1 change" : `${summary.length} changes`} since v{published}
        </b>
        <ul className="flex flex-wrap gap-x-3.5 text-ink-2 text-meta leading-[1.125rem] max-md:hidden">
          {summary.slice(0, mostShown).map((change) => (
            <li key={change.label}>
              <Change change={change} />
            </li>
          ))}
          {summary.length > mostShown && <li>and {summary.length - mostShown} more</li>}
        </ul>
      </div>
      <SavedStatus draft={draft} />
      <ConfirmDialog
        trigger={<Button look="ghost">Discard</Button>}
        title="Discard the draft?"
        body={
          summary.length === 1
            ? `The 1 change since version ${published} goes, whoever made it.`
            : `All ${summary.length} changes since version ${published} go, those of others included.`
        }
        confirmLabel="Discard the draft"
        cancelLabel="Keep it"
        action={discardDraft.bind(null, slug)}
        successToast="The draft is what is live again."
        onDone={draft.replace}
      />
      <Button
        look="primary"
        icon={<GitCompare aria-hidden="true" />}
        busy={busy}
        disabled={blocked}
        title={blocked ? "A field needs a change first." : undefined}
        onClick={review}
      >
        Review and publish<span className="max-md:hidden"> v{published + 1}</span>
      </Button>
    </footer>
  );
}

function Change({ change }: { change: ChangeSummary }) {
  if ("value" in change) {
    return (
      <>
        {change.label} <span className="font-medium text-ink">{change.value}</span>
      </>
    );
  }
  return (
    <>
      {change.label} {change.added > 0 && <ins className="text-ok-ink no-underline">+{change.added}</ins>}{" "}
      {change.removed > 0 && <del className="text-bad-ink no-underline">−{change.removed}</del>} words
    </>
  );
}
