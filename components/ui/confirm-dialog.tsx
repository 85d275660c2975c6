"use client";

import { type ReactNode, useState } from "react";
import type { ActionResult } from "@/lib/errors";
import { ActionForm } from "./action-form";
import { Dialog, DialogActions, DialogClose, type DialogProps } from "./dialog";
import { Field } from "./field";
import { SubmitButton } from "./submit-button";

/**
 * Only before what cannot be undone: says what goes, and asks for a name where much does. Closes once the action has
 * worked; a failure is said inside.
 */
export function ConfirmDialog<T>({
  body,
  confirmLabel,
  cancelLabel = "Cancel",
  typeToConfirm,
  action,
  values = {},
  look = "danger",
  successToast,
  onDone,
  ...rest
}: Pick<DialogProps, "trigger" | "title" | "open" | "onOpenChange"> & {
  /** What will be lost. */
  body: ReactNode;
  /** The deed, not "OK". */
  confirmLabel: string;
  cancelLabel?: string;
  typeToConfirm?: string;
  /** A `memberAction` bound to the slug; it is sent `values`. */
  action: (previous: ActionResult<T> | null, form: FormData) => Promise<ActionResult<T>>;
  values?: Record<string, string>;
  look?: "danger" | "primary" | "brass";
  successToast?: string;
  onDone?: (data: T) => void;
}) {
  return (
    <Dialog {...rest} description={body}>
      <ActionForm action={action} closesDialog successToast={successToast} onDone={onDone}>
        {Object.entries(values).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Answer {...{ typeToConfirm, confirmLabel, cancelLabel, look }} />
      </ActionForm>
    </Dialog>
  );
}

function Answer({
  typeToConfirm,
  confirmLabel,
  cancelLabel,
  look,
}: {
  typeToConfirm: string | undefined;
  confirmLabel: string;
  cancelLabel: string;
  look: "danger" | "primary" | "brass";
}) {
  const [typed, setTyped] = useState("");
  const ready = !typeToConfirm || typed.trim() === typeToConfirm;
  return (
    <>
      {typeToConfirm && (
        <Field
          id="type-to-confirm"
          label={
            <>
              Type <span className="font-mono [overflow-wrap:anywhere]">{typeToConfirm}</span>
            </>
          }
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      <DialogActions>
        <DialogClose>{cancelLabel}</DialogClose>
        <SubmitButton look={look} disabled={!ready}>
          {confirmLabel}
        </SubmitButton>
      </DialogActions>
    </>
  );
}
