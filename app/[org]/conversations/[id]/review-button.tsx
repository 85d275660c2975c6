import { CheckCheck } from "lucide-react";
import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/errors";

type Action = (previous: ActionResult<void> | null, form: FormData) => Promise<ActionResult<void>>;

/** Says that there is nothing to do in this conversation, or takes that back. E presses it. */
export function ReviewButton({
  action,
  conversationId,
  reviewed,
}: {
  action: Action;
  conversationId: string;
  reviewed: boolean;
}) {
  return (
    <ActionForm action={action} className="contents">
      <input type="hidden" name="conversationId" value={conversationId} />
      <input type="hidden" name="reviewed" value={String(!reviewed)} />
      <SubmitButton
        look={reviewed ? "ghost" : "secondary"}
        size="small"
        data-review=""
        aria-pressed={reviewed}
        icon={<CheckCheck aria-hidden="true" className={reviewed ? "text-ok-ink" : ""} />}
        className="max-md:size-11 max-md:border-0 max-md:bg-transparent max-md:px-0! max-md:shadow-none"
      >
        <span className="max-lg:sr-only">{reviewed ? "Reviewed" : "Mark reviewed"}</span>
      </SubmitButton>
    </ActionForm>
  );
}
