import { StickyNote } from "lucide-react";
import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextArea } from "@/components/ui/text-area";
import type { ActionResult } from "@/lib/errors";

type Action = (previous: ActionResult<void> | null, form: FormData) => Promise<ActionResult<void>>;

/** A note for colleagues, which no customer sees. N opens it. */
export function NoteComposer({ action, conversationId }: { action: Action; conversationId: string }) {
  return (
    <details
      key={conversationId}
      data-composer=""
      className="group/note shrink-0 border-line border-t bg-thread px-2.5 pt-2 pb-[max(8px,env(safe-area-inset-bottom))] md:px-4 md:pb-2.5"
    >
      <summary className="inline-flex h-11 list-none items-center gap-2 rounded-2 px-2 text-ink-2 text-small hover:bg-hover md:h-8 [&::-webkit-details-marker]:hidden">
        <StickyNote aria-hidden="true" className="size-4 stroke-[1.75]" />
        Note
        <kbd className="rounded-1 border border-line-strong px-1 font-sans text-ink-3 text-micro max-md:hidden">N</kbd>
      </summary>
      <ActionForm action={action} resets successToast="Note added" className="mt-1 grid gap-2">
        <input type="hidden" name="conversationId" value={conversationId} />
        <TextArea
          name="text"
          label={<span className="sr-only">Note</span>}
          rows={2}
          maxLength={4000}
          placeholder="Only your team sees this"
        />
        <div className="flex justify-end">
          <SubmitButton look="secondary">Add note</SubmitButton>
        </div>
      </ActionForm>
    </details>
  );
}
