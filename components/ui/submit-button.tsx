"use client";

import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";
import { useFormState } from "./form-state";

/** The button of a form: busy while its form is under way, in an `ActionForm` and in a plain form with an action. */
export function SubmitButton({ look = "primary", ...rest }: ComponentProps<typeof Button>) {
  const { pending } = useFormStatus();
  const form = useFormState();
  return <Button {...rest} type="submit" look={look} busy={rest.busy || pending || form.pending} />;
}
