"use client";

import {
  type ComponentProps,
  type FormEvent,
  type ReactNode,
  startTransition,
  use,
  useActionState,
  useEffect,
  useRef,
} from "react";
import type { ActionResult } from "@/lib/errors";
import { Banner } from "./banner";
import { CloseDialogContext } from "./close-dialog-context";
import { FormStateContext } from "./form-state";
import { toast } from "./toast";

type FormAction<T> = (previous: ActionResult<T> | null, form: FormData) => Promise<ActionResult<T>>;

interface Props<T> extends Omit<ComponentProps<"form">, "action" | "children" | "onSubmit"> {
  /** A `memberAction` bound to the slug. */
  action: FormAction<T>;
  /** Fields and a `SubmitButton`; from a client component also a function of how the last try went. */
  children:
    | ReactNode
    | ((state: { fields: Record<string, string>; message: string | null; data: T | null }) => ReactNode);
  /** Called in the browser after each try that worked. */
  onDone?: (data: T) => void;
  /** Said once it worked: "Saved". */
  successToast?: string;
  /** Once it worked: empties the form, or closes the dialog around it. */
  resets?: boolean;
  closesDialog?: boolean;
}

/**
 * A form of a server action. What was typed stays, also when it failed; each error stands beside the field of its name,
 * and what is no field's fault above. Works before and without JavaScript.
 */
export function ActionForm<T>({
  action,
  children,
  onDone,
  successToast,
  resets = false,
  closesDialog = false,
  className = "grid gap-4",
  ...rest
}: Props<T>) {
  const [result, dispatch, pending] = useActionState(action, null);
  const form = useRef<HTMLFormElement>(null);
  const closeDialog = use(CloseDialogContext);

  const whenDone = useRef((_data: T) => {});
  whenDone.current = (data) => {
    if (resets) form.current?.reset();
    if (successToast) toast(successToast);
    if (closesDialog) closeDialog?.();
    onDone?.(data);
  };
  useEffect(() => {
    if (result?.ok) whenDone.current(result.data);
    else if (result) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [result]);

  // React empties a form that its own `action` has sent: sending it ourselves keeps every field as it is.
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const { submitter } = event.nativeEvent as SubmitEvent;
    const data = new FormData(event.currentTarget, submitter);
    startTransition(() => dispatch(data));
  }

  const error = result && !result.ok ? result.error : null;
  const fields = error?.fields ?? {};
  const message = error && Object.keys(fields).length === 0 ? error.message : null;
  const state = { pending, message, fields, typed: error?.typed ?? {} };
  return (
    <FormStateContext value={state}>
      <form {...rest} ref={form} action={dispatch} onSubmit={submit} className={className} noValidate>
        {message && <Banner tone="bad" alert title={message} />}
        {error && !message && (
          <p role="alert" className="sr-only">
            {Object.values(fields)[0]}
          </p>
        )}
        {typeof children === "function"
          ? children({ fields, message, data: result?.ok ? result.data : null })
          : children}
      </form>
    </FormStateContext>
  );
}
