import { Check, CircleAlert, LoaderCircle } from "lucide-react";
import type { Draft } from "./use-draft";

/** How the saving goes, which nobody has to think of. */
export function SavedStatus({ draft: { status, failure, state } }: { draft: Draft }) {
  const shown = {
    saved: { Icon: Check, look: "text-ink-3 [&_svg]:text-ok-ink", text: `Saved ${state.savedAt}` },
    typing: { Icon: LoaderCircle, look: "text-ink-3", text: "Not saved yet" },
    saving: { Icon: LoaderCircle, look: "text-ink-3", text: "Saving" },
    failed: { Icon: CircleAlert, look: "text-bad-ink", text: failure ?? "Not saved: a field needs a change." },
  }[status];
  return (
    <p role="status" className={`flex items-center gap-1.5 text-meta ${shown.look}`}>
      <shown.Icon aria-hidden="true" className="size-3.5 shrink-0" />
      {shown.text}
    </p>
  );
}
