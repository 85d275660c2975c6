import { Check, X } from "lucide-react";
import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { decide } from "./actions";

/** Approve or refuse, with a word on why if somebody likes; the assistant is told. What nobody would carry out is only refused. */
export function Decision({
  slug,
  id,
  about,
  hindrance,
}: {
  slug: string;
  id: string;
  about: string;
  /** Why it cannot be approved now. */
  hindrance: string | null;
}) {
  return (
    <ActionForm
      action={decide.bind(null, slug)}
      successToast="Decided: the assistant goes on"
      className="flex flex-wrap items-end gap-2"
    >
      <input type="hidden" name="id" value={id} />
      {hindrance && <p className="basis-full text-bad-ink text-small">{hindrance}</p>}
      <TextField
        name="note"
        label={<span className="sr-only">A note on {about}</span>}
        placeholder="A note for the assistant, if you like"
        maxLength={500}
        autoComplete="off"
        className="min-w-48 flex-1 gap-0! max-sm:basis-full"
      />
      <SubmitButton
        look="secondary"
        name="decision"
        value="refuse"
        icon={<X aria-hidden="true" />}
        className="max-sm:flex-1"
      >
        Refuse<span className="sr-only"> {about}</span>
      </SubmitButton>
      {!hindrance && (
        <SubmitButton
          look="brass"
          name="decision"
          value="approve"
          icon={<Check aria-hidden="true" />}
          className="max-sm:flex-1"
        >
          Approve<span className="sr-only"> {about}</span>
        </SubmitButton>
      )}
    </ActionForm>
  );
}
