import { ThumbsDown, ThumbsUp } from "lucide-react";
import { ActionForm } from "@/components/ui/action-form";
import { buttonClass } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextArea } from "@/components/ui/text-area";
import type { RatingView } from "@/lib/conversations/receipt-schema";
import type { ActionResult } from "@/lib/errors";

type Action = (previous: ActionResult<void> | null, form: FormData) => Promise<ActionResult<void>>;

interface Props {
  conversationId: string;
  runId: string;
  rating: RatingView | null;
  /** Null for who may only read. */
  rate: Action | null;
  remove: Action;
}

/** What somebody thinks of the reply: good at a press, or why not and what it should have said. */
export function RatingForm({ conversationId, runId, rating, rate, remove }: Props) {
  const reply = (
    <>
      <input type="hidden" name="conversationId" value={conversationId} />
      <input type="hidden" name="runId" value={runId} />
    </>
  );
  if (!rate && !rating) return null;
  return (
    <footer className="max-h-[60%] shrink-0 overflow-auto border-line border-t px-3.5 pt-2.5 pb-[max(10px,env(safe-area-inset-bottom))] text-small">
      {rating ? <Given rating={rating} /> : null}
      {rate && rating && (
        <ActionForm action={remove} className="mt-1.5">
          {reply}
          <SubmitButton look="ghost" size="small" className="-ml-2">
            Take back
          </SubmitButton>
        </ActionForm>
      )}
      {rate && !rating && (
        <div className="grid grid-cols-[1fr_auto_auto] items-center gap-1.5">
          <span className="text-ink-2 max-md:col-span-3">Good answer?</span>
          <ActionForm action={rate} successToast="Rated good" className="max-md:col-span-1">
            {reply}
            <input type="hidden" name="verdict" value="good" />
            <SubmitButton
              look="secondary"
              size="small"
              icon={<ThumbsUp aria-hidden="true" />}
              className="max-md:h-10! max-md:w-full"
            >
              Yes
            </SubmitButton>
          </ActionForm>
          <details className="group contents">
            <summary
              className={`${buttonClass({ size: "small" })} list-none max-md:col-span-2 max-md:h-10! [&::-webkit-details-marker]:hidden`}
            >
              <ThumbsDown aria-hidden="true" />
              Could be better
            </summary>
            <ActionForm action={rate} successToast="Rated" className="col-span-3 mt-1 grid gap-2.5">
              {reply}
              <input type="hidden" name="verdict" value="bad" />
              <TextArea name="reason" label="Why" rows={2} maxLength={2000} />
              <TextArea name="betterAnswer" label="What it should have said" rows={2} maxLength={4000} />
              <div className="flex justify-end">
                <SubmitButton>Save</SubmitButton>
              </div>
            </ActionForm>
          </details>
        </div>
      )}
    </footer>
  );
}

function Given({ rating: { verdict, reason, betterAnswer, authorName } }: { rating: RatingView }) {
  const good = verdict === "good";
  const Icon = good ? ThumbsUp : ThumbsDown;
  return (
    <div className="grid gap-1.5 [overflow-wrap:anywhere]">
      <p className="flex items-center gap-2">
        <Icon aria-hidden="true" className={`size-4 shrink-0 stroke-[1.75] ${good ? "text-ok-ink" : "text-bad-ink"}`} />
        <span>
          <b>{good ? "Good" : "Could be better"}</b>, says {authorName}
        </span>
      </p>
      {reason && <p className="text-ink-2">{reason}</p>}
      {betterAnswer && (
        <p className="rounded-2 bg-sunken px-2.5 py-2 whitespace-pre-wrap">
          <span className="block text-ink-3 text-meta">It should have said</span>
          {betterAnswer}
        </p>
      )}
    </div>
  );
}
